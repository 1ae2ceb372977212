import type { DataPage } from './column-chunk';
import { damaged } from './damaged';
import type { Leaf } from './leaf';
import type { LeafPages } from './leaf-pages';
import type { ValueFormat } from './value-format';

/** The text of a value, or its bytes where these are text already; `null` is NULL. */
export type Cell = string | Uint8Array | null;

/** The values of one column of a row group, in order. */
export interface ColumnValues {
  /** Rows that `take` can give at once; 0 behind the last. */
  available(): Promise<number>;
  /** @param count at most what is available */
  take(count: number): Cell[];
}

/** A column without nesting: page by page. */
export class FlatColumn implements ColumnValues {
  private page: DataPage | undefined;
  /** Entries of the page that were taken, nulls included. */
  private taken = 0;
  /** Values of the page that were taken. */
  private used = 0;
  private formattedDictionary: Cell[] = [];
  private formattedFrom: unknown;

  constructor(
    private readonly pages: LeafPages,
    private readonly leaf: Leaf,
    private readonly format: ValueFormat,
  ) {}

  async available(): Promise<number> {
    if (!this.page || this.taken === this.page.count) {
      this.page = await this.pages.next();
      this.taken = 0;
      this.used = 0;
      this.formatDictionary();
    }
    return this.page ? this.page.count - this.taken : 0;
  }

  take(count: number): Cell[] {
    return Array.from({ length: count }, () => this.one());
  }

  private one(): Cell {
    const { page } = this;
    if (!page) throw damaged(`${this.leaf.name} ends too early`);
    const definition = page.definitions?.[this.taken] ?? this.leaf.maxDefinition;
    this.taken++;
    return definition < this.leaf.maxDefinition ? null : this.value(page, this.used++);
  }

  private value(page: DataPage, index: number): Cell {
    const value = page.values[index];
    const cell = page.indexed
      ? this.formattedDictionary[value]
      : value === undefined
        ? undefined
        : this.format.text(value);
    if (cell === undefined) throw damaged(`a value of ${this.leaf.name} is missing`);
    return cell;
  }

  /** Once a dictionary, not once a value. */
  private formatDictionary(): void {
    const { dictionary } = this.pages;
    if (!dictionary || dictionary === this.formattedFrom) return;
    this.formattedFrom = dictionary;
    this.formattedDictionary = Array.from(dictionary, (value) => this.format.text(value));
  }
}
