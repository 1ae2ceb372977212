import { BYTES } from '../bytes';
import { missingColumns, UnknownColumns } from '../columns';
import type { ReadOptions } from '../options';
import type { CleanWriter } from '../output/clean-writer';
import { compactJson } from './compact';
import type { JsonMembers } from './json-members';
import { KeyIndex } from './key-index';

const { OPEN_LIST, OPEN_OBJECT, QUOTE, SMALL_N } = BYTES;

/** Brings JSON objects into the clean form, and remembers which columns were ever seen. */
export class JsonRecordWriter {
  private readonly keys: KeyIndex;
  private readonly unknown: UnknownColumns;
  /** For each column of the contract the member of the present record, or -1. */
  private readonly members: Int32Array;
  /** 1 for the columns that some record had. */
  private readonly seen: Uint8Array;
  /** Members of the present record that the contract does not have: name to index. */
  private readonly extras = new Map<string, number>();

  constructor(
    private readonly clean: CleanWriter,
    private readonly options: ReadOptions,
  ) {
    this.keys = new KeyIndex(options.columns);
    this.unknown = new UnknownColumns(options.unknown);
    this.members = new Int32Array(options.columns.length);
    this.seen = new Uint8Array(options.columns.length);
  }

  /**
   * Writes the record unless there is something wrong with it.
   * @returns what is wrong with it
   * @throws {RefusedFile} `unknown_column`
   */
  write(bytes: Buffer, members: JsonMembers, line: number): string | undefined {
    if (members.nulAt >= 0) return `${this.keyText(bytes, members, members.nulAt)} holds U+0000`;
    const twice = this.sort(bytes, members);
    if (twice !== undefined) return `${JSON.stringify(twice)} appears twice`;
    if (this.extras.size > 0) this.unknown.add([...this.extras.keys()], line);
    this.columns(bytes, members);
    if (this.extras.size > 0) this.extraColumn(bytes, members);
    else this.clean.none();
    this.clean.endRecord(line);
    return undefined;
  }

  /** @throws {RefusedFile} `missing_column`: a required column that no record had */
  finish(): readonly string[] {
    const { columns, required } = this.options;
    if (this.clean.records > 0) {
      const missing = required.filter((name) => this.seen[columns.indexOf(name)] !== 1);
      const found = columns.filter((_, index) => this.seen[index] === 1);
      if (missing.length > 0) throw missingColumns(missing, [...found, ...this.unknown.reported]);
    }
    return this.unknown.reported;
  }

  /** Tells columns from extras. @returns a key that appears twice */
  private sort(bytes: Buffer, members: JsonMembers): string | undefined {
    this.members.fill(-1);
    this.extras.clear();
    for (let i = 0; i < members.count; i++) {
      const key = this.keys.resolve(i, bytes, members.keyStarts[i] as number, members.keyEnds[i] as number);
      if (key.column < 0) {
        if (this.extras.has(key.name)) return key.name;
        this.extras.set(key.name, i);
      } else {
        if ((this.members[key.column] as number) >= 0) return key.name;
        this.members[key.column] = i;
      }
    }
    return undefined;
  }

  private columns(bytes: Buffer, members: JsonMembers): void {
    for (let column = 0; column < this.members.length; column++) {
      const member = this.members[column] as number;
      if (member < 0) this.clean.none();
      else {
        this.seen[column] = 1;
        this.value(bytes, members, member);
      }
    }
  }

  private value(bytes: Buffer, members: JsonMembers, index: number): void {
    const { clean } = this;
    const start = members.valueStarts[index] as number;
    const end = members.valueEnds[index] as number;
    const first = bytes[start];
    if (first === SMALL_N) clean.none();
    else if (first === QUOTE) this.text(bytes, start, end, members.escaped[index] === 1);
    else if (first === OPEN_LIST || first === OPEN_OBJECT) this.nested(bytes, start, end);
    else clean.raw(bytes, start, end);
  }

  private text(bytes: Buffer, start: number, end: number, escaped: boolean): void {
    if (escaped) this.clean.string(JSON.parse(bytes.toString('utf8', start, end)));
    else this.clean.text(bytes, start + 1, end - 1);
  }

  private nested(bytes: Buffer, start: number, end: number): void {
    const compact = compactJson(bytes, start, end);
    this.clean.text(compact, 0, compact.length);
  }

  /** The values as they are written in the file, numbers included. */
  private extraColumn(bytes: Buffer, members: JsonMembers): void {
    const parts = [...this.extras.values()].map((index) => {
      const value = compactJson(
        bytes,
        members.valueStarts[index] as number,
        members.valueEnds[index] as number,
      );
      return `${this.keyText(bytes, members, index)}:${value.toString('utf8')}`;
    });
    this.clean.string(`{${parts.join(',')}}`);
  }

  private keyText(bytes: Buffer, members: JsonMembers, index: number): string {
    return bytes.toString('utf8', members.keyStarts[index] as number, members.keyEnds[index] as number);
  }
}
