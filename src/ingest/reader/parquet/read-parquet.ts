import type { FileMetaData, RowGroup, SchemaTree } from 'hyparquet';
import { UnknownColumns } from '../columns';
import type { ReadLimits, ReadOptions } from '../options';
import type { Outputs } from '../output/outputs';
import { RefusedFile } from '../refused-file';
import type { ByteSource } from '../source/byte-source';
import { asRefusal, damaged } from './damaged';
import type { Cell, ColumnValues } from './flat-column';
import { readFooter } from './footer';
import { RowGroupColumns } from './row-group';
import { placesOf, RowWriter } from './row-writer';
import { checkNames, columnTrees } from './schema';
import { SpooledFile } from './spooled-file';

/** Rows that are held as text at once. */
const BATCH_ROWS = 1024;

/**
 * Reads a Parquet file, which is kept on disk meanwhile; of each column one page is in memory at a time.
 * @returns the unknown columns
 */
export async function readParquet(
  source: ByteSource,
  options: ReadOptions,
  limits: ReadLimits,
  outputs: Outputs,
): Promise<readonly string[]> {
  const file = await SpooledFile.of(source);
  try {
    const metadata = await readFooter(file, limits.documentBytes);
    const trees = columnTrees(metadata);
    const names = trees.map(({ element }) => element.name);
    checkNames(names, options);
    const places = placesOf(names, options.columns);
    const unknown = new UnknownColumns(options.unknown);
    unknown.add(
      places.extras.map((place) => names[place] ?? ''),
      0,
    );
    const writer = new RowWriter(outputs, places, limits.recordBytes);
    await new ParquetRows(file, metadata, trees, limits, outputs, writer).read();
    return unknown.reported;
  } finally {
    await file.dispose();
  }
}

class ParquetRows {
  private row = 0;
  private readonly root: SchemaTree;

  constructor(
    private readonly file: SpooledFile,
    private readonly metadata: FileMetaData,
    private readonly trees: readonly SchemaTree[],
    private readonly limits: ReadLimits,
    private readonly outputs: Outputs,
    private readonly writer: RowWriter,
  ) {
    const [root] = metadata.schema;
    if (!root) throw damaged('it has no schema');
    this.root = { element: root, children: [...trees], count: metadata.schema.length, path: [] };
  }

  async read(): Promise<void> {
    for (const group of this.metadata.row_groups) await this.group(group);
    const said = Number(this.metadata.num_rows);
    if (said !== this.row) throw damaged(`it says it has ${said} rows, its row groups have ${this.row}`);
  }

  private async group(group: RowGroup): Promise<void> {
    const columns = await this.decoding(() => this.open(group));
    for (let left = Number(group.num_rows); left > 0; ) {
      const cells = await this.decoding(() => nextBatch(columns, left));
      const count = cells[0]?.length ?? 0;
      for (let index = 0; index < count; index++) this.writer.write(cells, index, ++this.row);
      left -= count;
      await this.flush();
    }
  }

  private open(group: RowGroup): ColumnValues[] {
    const opened = new RowGroupColumns(this.file, group, this.root, this.limits.documentBytes);
    return this.trees.map((tree) => opened.column(tree));
  }

  private async decoding<T>(work: () => T | Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw asRefusal(error, `what comes after row ${this.row} cannot be read`);
    }
  }

  /** A few bytes of runs can stand for endless rows: what comes out is bounded as what goes in. */
  private async flush(): Promise<void> {
    if (!this.outputs.waiting) return;
    await this.outputs.flush();
    if (this.outputs.bytes <= this.limits.fileBytes) return;
    const message = `The rows of the Parquet file come to more than the limit of ${this.limits.fileBytes} bytes.`;
    throw new RefusedFile('too_large', `${message} Deliver it in smaller files.`);
  }
}

/** The cells of each column for the next rows: as many as every column has at hand. */
async function nextBatch(columns: readonly ColumnValues[], left: number): Promise<Cell[][]> {
  let count = Math.min(left, BATCH_ROWS);
  for (const column of columns) count = Math.min(count, await column.available());
  if (count === 0) throw damaged(`a column ends ${left} rows before its row group does`);
  return columns.map((column) => column.take(count));
}
