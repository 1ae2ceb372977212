/** Keys remembered by their bytes; hostile files have endless different ones. */
const REMEMBERED = 10_000;

/** A key of a JSON object: its name, and the column of the contract that it is, or -1. */
export interface Key {
  readonly name: string;
  readonly column: number;
}

interface Expected {
  /** The bytes of the key, quotes included. */
  readonly raw: Buffer;
  readonly key: Key;
}

/**
 * Resolves keys of JSON objects by their bytes: the same key has the same bytes nearly always, and stands at the
 * same place as in the object before.
 */
export class KeyIndex {
  /** What stood at each place in the object before. */
  private readonly expected: Expected[] = [];
  private readonly columns: ReadonlyMap<string, number>;
  private readonly remembered = new Map<string, Key>();

  constructor(columns: readonly string[]) {
    this.columns = new Map(columns.map((name, index) => [name, index]));
  }

  /** @param place the place of the key in its object; the range includes its quotes and is valid JSON */
  resolve(place: number, bytes: Buffer, start: number, end: number): Key {
    const expected = this.expected[place];
    if (expected && sameBytes(expected.raw, bytes, start, end)) return expected.key;
    const raw = bytes.toString('latin1', start, end);
    const key = this.remembered.get(raw) ?? this.learn(raw, bytes.toString('utf8', start, end));
    if (place < REMEMBERED) this.expected[place] = { raw: Buffer.from(raw, 'latin1'), key };
    return key;
  }

  private learn(raw: string, json: string): Key {
    const name: string = JSON.parse(json);
    const key = { name, column: this.columns.get(name) ?? -1 };
    if (this.remembered.size < REMEMBERED) this.remembered.set(raw, key);
    return key;
  }
}

function sameBytes(raw: Buffer, bytes: Buffer, start: number, end: number): boolean {
  if (raw.length !== end - start) return false;
  for (let i = 0; i < raw.length; i++) if (raw[i] !== bytes[start + i]) return false;
  return true;
}
