import { isUtf8 } from 'node:buffer';
import { assembleLists } from 'hyparquet/src/assemble.js';
import type { DataPage } from './column-chunk';
import { damaged } from './damaged';
import type { Leaf } from './leaf';
import type { LeafPages } from './leaf-pages';
import type { ValueFormat } from './value-format';

/** JSON text of a leaf; an object, so that it cannot be taken for a key of the nested value. */
export class JsonText {
  constructor(
    readonly json: string,
    /** False: it was not UTF-8, and `json` holds replacement characters. */
    readonly exact: boolean,
  ) {}
}

/** Values that are put into lists at once: as lists they take a hundred times the memory of the page. */
const SLICE = 4096;

/** A leaf inside a nested column: its values as JSON text, put into the lists that the levels describe. */
export class NestedLeaf {
  private rows: unknown[] = [];
  private page: DataPage | undefined;
  /** Entries of the page that were put into rows, nulls included. */
  private placed = 0;
  /** Values of the page that were put into rows. */
  private used = 0;
  private ended = false;

  constructor(
    private readonly pages: LeafPages,
    readonly leaf: Leaf,
    private readonly format: ValueFormat,
  ) {}

  /** Complete rows; reads on until there is one. The last row so far may go on in the next slice. */
  async available(): Promise<number> {
    while (!this.ended && this.rows.length < 2) await this.load();
    return this.ended ? this.rows.length : this.rows.length - 1;
  }

  take(count: number): unknown[] {
    return this.rows.splice(0, count);
  }

  private async load(): Promise<void> {
    if (!this.page || this.placed === this.page.count) {
      this.page = await this.pages.next();
      this.placed = 0;
      this.used = 0;
    }
    if (this.page) this.place(this.page);
    else this.ended = true;
  }

  private place(page: DataPage): void {
    const end = Math.min(this.placed + SLICE, page.count);
    const definitions = Array.from(page.definitions?.subarray(this.placed, end) ?? []);
    const repetitions = Array.from(page.repetitions?.subarray(this.placed, end) ?? []);
    const { maxDefinition, path } = this.leaf;
    const present = page.definitions
      ? definitions.filter((definition) => definition === maxDefinition).length
      : end - this.placed;
    const values = this.texts(page, present);
    this.placed = end;
    if (definitions.length === 0 && repetitions.length === 0) this.rows.push(...values);
    else assembleLists(this.rows, definitions, repetitions, values, [...path]);
  }

  private texts(page: DataPage, count: number): JsonText[] {
    const first = this.used;
    this.used += count;
    return Array.from({ length: count }, (_, i) => {
      const value = page.values[first + i];
      return this.text(page.indexed ? this.indexed(value) : value);
    });
  }

  private indexed(index: number): unknown {
    return this.pages.dictionary?.[index];
  }

  private text(value: unknown): JsonText {
    if (value === undefined) throw damaged(`a value of ${this.leaf.name} is missing`);
    const text = this.format.text(value);
    if (typeof text === 'string') return new JsonText(this.jsonOf(text), true);
    return new JsonText(JSON.stringify(Buffer.from(text).toString('utf8')), isUtf8(text));
  }

  /** JSON has no numbers for NaN and the infinities. */
  private jsonOf(text: string): string {
    const bare = this.format.bare && text !== 'NaN' && !text.endsWith('Infinity');
    return bare ? text : JSON.stringify(text);
  }
}
