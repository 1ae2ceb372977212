import { isUtf8 } from 'node:buffer';
import { BYTES } from '../bytes';
import type { Outputs } from '../output/outputs';
import { keptPrefix } from '../source/kept-prefix';
import type { Cell } from './flat-column';

const { NUL } = BYTES;

/** Where the columns of the contract and the unknown ones stand among the columns of a file. */
export interface Places {
  readonly names: readonly string[];
  /** For each column of the contract its place in the file, or -1. */
  readonly sources: readonly number[];
  /** Places of unknown columns. */
  readonly extras: readonly number[];
}

export function placesOf(names: readonly string[], columns: readonly string[]): Places {
  const known = new Set(columns);
  return {
    names,
    sources: columns.map((name) => names.indexOf(name)),
    extras: names.flatMap((name, place) => (known.has(name) ? [] : [place])),
  };
}

/** Brings rows of a self-describing file, given column by column, into the two forms. */
export class RowWriter {
  constructor(
    private readonly outputs: Outputs,
    private readonly places: Places,
    /** Bytes of a record. */
    private readonly limit: number,
  ) {}

  /** @param columns the cells of each column of the file, @param index of the row in them */
  write(columns: readonly Cell[][], index: number, line: number): void {
    const problem = this.problem(columns, index);
    if (problem === undefined) this.record(columns, index, line);
    else {
      const kept = keptPrefix(this.malformedText(columns, index));
      this.outputs.malformed.write(line, problem, kept);
    }
  }

  private problem(columns: readonly Cell[][], index: number): string | undefined {
    let size = 0;
    for (const [place, cells] of columns.entries()) {
      const cell = cells[index];
      size += cell?.length ?? 0;
      const name = JSON.stringify(this.places.names[place]);
      if (cell instanceof Uint8Array && !isUtf8(cell)) return `${name} is not UTF-8`;
      if (cell instanceof Uint8Array ? cell.includes(NUL) : cell?.includes('\0')) return `${name} holds NUL`;
    }
    return size > this.limit ? `longer than ${this.limit} bytes; its beginning is kept` : undefined;
  }

  private record(columns: readonly Cell[][], index: number, line: number): void {
    const { clean } = this.outputs;
    for (const source of this.places.sources) this.cell(columns[source]?.[index] ?? null);
    if (this.places.extras.length > 0) clean.string(this.extraText(columns, index));
    else clean.none();
    clean.endRecord(line);
  }

  private cell(cell: Cell): void {
    const { clean } = this.outputs;
    if (cell === null) clean.none();
    else if (typeof cell === 'string') clean.string(cell);
    else clean.text(Buffer.from(cell.buffer, cell.byteOffset, cell.byteLength), 0, cell.byteLength);
  }

  private extraText(columns: readonly Cell[][], index: number): string {
    return JSON.stringify(
      Object.fromEntries(
        this.places.extras.map((place) => [
          this.places.names[place],
          textOf(columns[place]?.[index] ?? null),
        ]),
      ),
    );
  }

  private malformedText(columns: readonly Cell[][], index: number): Buffer {
    const members = columns.map((cells, place) => [
      this.places.names[place],
      exactText(cells[index] ?? null),
    ]);
    return Buffer.from(JSON.stringify(Object.fromEntries(members)));
  }
}

function textOf(cell: Cell): string | null {
  return cell instanceof Uint8Array ? Buffer.from(cell).toString('utf8') : cell;
}

function exactText(cell: Cell): unknown {
  if (cell instanceof Uint8Array && !isUtf8(cell)) return { base64: Buffer.from(cell).toString('base64') };
  return textOf(cell);
}
