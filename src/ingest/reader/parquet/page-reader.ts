import { crc32 } from 'node:zlib';
import type { ColumnMetaData } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { RefusedFile } from '../refused-file';
import { asRefusal, damaged } from './damaged';
import type { SpooledFile } from './spooled-file';

export type PageHeader = ReturnType<typeof parquetHeader>;

export interface Page {
  readonly header: PageHeader;
  /** Compressed, as in the file. */
  readonly body: Buffer;
}

/** Read for a header at first; headers are longer only where statistics hold long values. */
const HEADER_BYTES = 16 * 1024;
const LONG_HEADER_BYTES = 4 * 1024 * 1024;
/** Values in a page: each takes a few bytes of memory, and a run of equal ones takes none in the file. */
const MAX_VALUES = 16 * 1024 * 1024;

/** The pages of one column chunk, one after the other. */
export class PageReader {
  private at: number;
  private readonly end: number;

  constructor(
    private readonly file: SpooledFile,
    meta: ColumnMetaData,
    private readonly column: string,
    /** Bytes of a page. */
    private readonly limit: number,
  ) {
    const data = Number(meta.data_page_offset);
    const dictionary = Number(meta.dictionary_page_offset ?? 0);
    this.at = dictionary > 0 && dictionary < data ? dictionary : data;
    this.end = this.at + Number(meta.total_compressed_size);
    if (!(this.at >= 0 && this.end <= file.size)) throw damaged(`${column} lies outside of the file`);
  }

  /** `undefined` behind the last page. @throws {RefusedFile} */
  async next(): Promise<Page | undefined> {
    if (this.at >= this.end) return undefined;
    const { header, length } = await this.header(HEADER_BYTES);
    this.check(header);
    const start = this.at + length;
    this.at = start + header.compressed_page_size;
    if (this.at > this.end) throw damaged(`a page of ${this.column} is longer than its column`);
    const body = await this.file.read(start, header.compressed_page_size);
    if (header.crc !== undefined && crc32(body) !== header.crc >>> 0) {
      throw damaged(`a page of ${this.column} does not have the checksum written with it`);
    }
    return { header, body };
  }

  private async header(room: number): Promise<{ header: PageHeader; length: number }> {
    const available = Math.min(room, this.end - this.at);
    const bytes = await this.file.read(this.at, available);
    const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length), offset: 0 };
    try {
      return { header: parquetHeader(reader), length: reader.offset };
    } catch (error) {
      const complete = available === this.end - this.at || room >= LONG_HEADER_BYTES;
      if (complete) throw asRefusal(error, `the header of a page of ${this.column} cannot be read`);
      return await this.header(LONG_HEADER_BYTES);
    }
  }

  private check(header: PageHeader): void {
    const sizes = [header.compressed_page_size, header.uncompressed_page_size];
    if (!sizes.every(isCount)) throw damaged(`the header of a page of ${this.column} lacks its sizes`);
    const size = Math.max(...sizes);
    if (size > this.limit) throw tooLarge(`${size} bytes`, this.column, `${this.limit} bytes`);
    const values = (header.data_page_header ?? header.data_page_header_v2 ?? header.dictionary_page_header)
      ?.num_values;
    if (values === undefined) return;
    if (!isCount(values)) throw damaged(`a page of ${this.column} has ${values} values`);
    if (values > MAX_VALUES) throw tooLarge(`${values} values`, this.column, `${MAX_VALUES} values`);
  }
}

export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function tooLarge(size: string, column: string, limit: string): RefusedFile {
  const what = `A page of ${column} in the Parquet file has ${size}, more than the limit of ${limit}.`;
  return new RefusedFile('too_large', `${what} Write it with smaller pages.`);
}
