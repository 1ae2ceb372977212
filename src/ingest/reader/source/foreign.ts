import { BYTES, startsWith } from '../bytes';
import { RefusedFile } from '../refused-file';

const { NUL } = BYTES;

/** How much of the beginning of a file is looked at. */
const HEAD_BYTES = 4096;

interface Magic {
  readonly name: string;
  readonly bytes: Buffer;
  /** Default 0. */
  readonly at?: number;
  readonly remedy?: string;
}

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const UNPACK = 'Unpack it, and deliver the file inside (gzip is the only compression read).';
const EXPORT = 'Export the sheet as CSV (UTF-8).';

/** Beginnings that cannot be those of a text. */
const MAGICS: readonly Magic[] = [
  { name: 'gzip inside gzip', bytes: latin1('\x1f\x8b'), remedy: 'Compress it once only.' },
  { name: 'a Parquet file', bytes: latin1('PAR1\x15'), remedy: 'Say parquet in the contract.' },
  { name: 'an old Excel workbook', bytes: latin1('\xd0\xcf\x11\xe0'), remedy: EXPORT },
  { name: 'an Avro file', bytes: latin1('Obj\x01') },
  { name: 'an ORC file', bytes: latin1('ORC\x0a') },
  { name: 'an Arrow file', bytes: latin1('ARROW1\0') },
  { name: 'a SQLite database', bytes: latin1('SQLite format 3\0') },
  { name: 'a PDF document', bytes: latin1('%PDF-') },
  { name: 'a PNG image', bytes: latin1('\x89PNG') },
  { name: 'a JPEG image', bytes: latin1('\xff\xd8\xff') },
  { name: 'a GIF image', bytes: latin1('GIF89a') },
  { name: 'bzip2', bytes: latin1('1AY&SY'), at: 4, remedy: UNPACK },
  { name: 'Zstandard', bytes: latin1('\x28\xb5\x2f\xfd'), remedy: UNPACK },
  { name: 'xz', bytes: latin1('\xfd7zXZ\0'), remedy: UNPACK },
  { name: 'LZ4', bytes: latin1('\x04\x22\x4d\x18'), remedy: UNPACK },
  { name: 'a 7z archive', bytes: latin1('7z\xbc\xaf'), remedy: UNPACK },
  { name: 'a RAR archive', bytes: latin1('Rar!\x1a'), remedy: UNPACK },
  { name: 'a tar archive', bytes: latin1('ustar'), at: 257, remedy: UNPACK },
];

const ZIP = latin1('PK\x03\x04');

const UTF16_LE = latin1('\xff\xfe');
const UTF16_BE = latin1('\xfe\xff');
const UTF32_BE = latin1('\0\0\xfe\xff');

/**
 * Refuses a file whose beginning shows that it is something else than the text expected.
 * @param expected how the format is called: `CSV`
 * @throws {RefusedFile} `not_this_format`, `encoding`
 */
export function refuseForeign(bytes: Buffer, expected: string): void {
  const head = bytes.subarray(0, HEAD_BYTES);
  const found = foreignFormat(head);
  if (found) {
    const remedy = found.remedy ?? `Deliver the file as ${expected}.`;
    throw new RefusedFile('not_this_format', `The file is ${found.name}, not ${expected}. ${remedy}`);
  }
  const encoding = foreignEncoding(head);
  if (encoding !== undefined) {
    const remedy = `Convert it to UTF-8, for instance with: iconv -f ${encoding} -t UTF-8`;
    throw new RefusedFile('encoding', `The file is encoded in ${encoding}, not in UTF-8. ${remedy}`);
  }
}

/** What the beginning of a file shows it to be, when it is known and not a text. */
export function foreignFormat(head: Buffer): { name: string; remedy?: string } | undefined {
  if (startsWith(head, ZIP)) return zipContent(head);
  return MAGICS.find(({ bytes, at }) => startsWith(head, bytes, at));
}

function zipContent(head: Buffer): { name: string; remedy: string } {
  const workbook = head.includes('[Content_Types].xml') || head.includes('xl/');
  if (workbook) return { name: 'an Excel workbook (.xlsx)', remedy: EXPORT };
  return { name: 'a ZIP archive', remedy: UNPACK };
}

function foreignEncoding(head: Buffer): string | undefined {
  if (startsWith(head, UTF32_BE)) return 'UTF-32BE';
  if (startsWith(head, UTF16_LE)) return head[2] === NUL && head[3] === NUL ? 'UTF-32LE' : 'UTF-16LE';
  if (startsWith(head, UTF16_BE)) return 'UTF-16BE';
  return utf16WithoutMark(head);
}

/**
 * Text in UTF-16 that is mostly ASCII: every other byte is NUL, from the first character on, and no NUL stands at
 * the other places.
 */
function utf16WithoutMark(head: Buffer): string | undefined {
  const nuls = [0, 0];
  for (const [i, byte] of head.entries()) if (byte === NUL) nuls[i % 2] = (nuls[i % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = nuls;
  if (Math.max(even, odd) * 4 < head.length) return undefined;
  if (even === 0 && head[1] === NUL) return 'UTF-16LE';
  return odd === 0 && head[0] === NUL ? 'UTF-16BE' : undefined;
}
