import { type FileMetaData, parquetMetadata } from 'hyparquet';
import { startsWith } from '../bytes';
import { RefusedFile } from '../refused-file';
import { foreignFormat } from '../source/foreign';
import { asRefusal, damaged } from './damaged';
import type { SpooledFile } from './spooled-file';

const MAGIC = Buffer.from('PAR1');
const ENCRYPTED_MAGIC = Buffer.from('PARE');
/** Behind the metadata: their length and the magic bytes. */
const TAIL_BYTES = 8;
const HEAD_BYTES = 512;

/**
 * The metadata at the end of the file.
 * @param limit bytes that may be held in memory
 * @throws {RefusedFile} `not_this_format`, `truncated`, `too_large`
 */
export async function readFooter(file: SpooledFile, limit: number): Promise<FileMetaData> {
  await checkMagic(file);
  const tail = await file.read(file.size - TAIL_BYTES, TAIL_BYTES);
  const length = tail.readUInt32LE(0);
  if (length > limit) throw new RefusedFile('too_large', `The Parquet metadata take ${length} bytes.`);
  const available = file.size - TAIL_BYTES - MAGIC.length;
  if (length > available) throw damaged(`its metadata are said to take ${length} of ${available} bytes`);
  const footer = await file.read(file.size - TAIL_BYTES - length, length + TAIL_BYTES);
  try {
    return parquetMetadata(new Uint8Array(footer), { geoparquet: false });
  } catch (error) {
    throw asRefusal(error, 'its metadata cannot be read');
  }
}

async function checkMagic(file: SpooledFile): Promise<void> {
  const head = await file.read(0, Math.min(file.size, HEAD_BYTES));
  if (!startsWith(head, MAGIC)) throw notParquet(head);
  const tail = await file.read(Math.max(0, file.size - MAGIC.length), Math.min(file.size, MAGIC.length));
  if (startsWith(tail, ENCRYPTED_MAGIC)) throw damaged('its metadata are encrypted');
  const shortest = MAGIC.length + TAIL_BYTES;
  if (file.size >= shortest && startsWith(tail, MAGIC)) return;
  const message =
    'The Parquet file ends before its metadata do: it was cut off. Deliver the whole file again.';
  throw new RefusedFile('truncated', message);
}

function notParquet(head: Buffer): RefusedFile {
  const found = head.length === 0 ? 'empty' : (foreignFormat(head)?.name ?? 'something else');
  const message = `The file is ${found}, not Parquet. Deliver Parquet, or correct the format in the contract.`;
  return new RefusedFile('not_this_format', message);
}
