/** Keys remembered by their bytes; hostile files have endless different ones. */
const REMEMBERED = 10_000;

/** A key of a JSON object: its name, and the column of the contract that it is, or -1. */
export interface Key {
  readonly name: string;
  readonly column: number;
}

/** Resolves keys of JSON objects by their bytes: the same key has the same bytes nearly always. */
export class KeyIndex {
  private readonly columns: ReadonlyMap<string, number>;
  private readonly remembered = new Map<string, Key>();

  constructor(columns: readonly string[]) {
    this.columns = new Map(columns.map((name, index) => [name, index]));
  }

  /** The range includes the quotes of the key, which is valid JSON. */
  resolve(bytes: Buffer, start: number, end: number): Key {
    const raw = bytes.toString('latin1', start, end);
    return this.remembered.get(raw) ?? this.learn(raw, bytes.toString('utf8', start, end));
  }

  private learn(raw: string, json: string): Key {
    const name: string = JSON.parse(json);
    const key = { name, column: this.columns.get(name) ?? -1 };
    if (this.remembered.size < REMEMBERED) this.remembered.set(raw, key);
    return key;
  }
}
