import { isUtf8 } from 'node:buffer';
import type { SchemaTree } from 'hyparquet';
import { assembleLists } from 'hyparquet/src/assemble.js';
import type { DataPage, Leaf } from './column-chunk';
import { damaged } from './damaged';
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

/** A leaf inside a nested column: its values as JSON text, put into the lists that the levels describe. */
export class NestedLeaf {
  private rows: unknown[] = [];
  private ended = false;

  constructor(
    private readonly pages: LeafPages,
    readonly leaf: Leaf,
    private readonly format: ValueFormat,
  ) {}

  /** Complete rows; reads on until there is one. The last row of a page may go on in the next one. */
  async available(): Promise<number> {
    while (!this.ended && this.rows.length < 2) await this.load();
    return this.ended ? this.rows.length : this.rows.length - 1;
  }

  take(count: number): unknown[] {
    return this.rows.splice(0, count);
  }

  private async load(): Promise<void> {
    const page = await this.pages.next();
    if (page) this.append(page);
    else this.ended = true;
  }

  private append(page: DataPage): void {
    const definitions = page.definitions ? Array.from(page.definitions) : [];
    const repetitions = page.repetitions ? Array.from(page.repetitions) : [];
    const values = Array.from(page.values, (value) => this.text(page.indexed ? this.indexed(value) : value));
    if (definitions.length === 0 && repetitions.length === 0) this.rows.push(...values);
    else assembleLists(this.rows, definitions, repetitions, values, [...this.leaf.path] as SchemaTree[]);
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
