import { isUtf8 } from 'node:buffer';
import { BYTES } from '../bytes';
import { RefusedFile } from '../refused-file';
import { MAX_FIELDS, type Outcome, type RecordScanner } from './record-scanner';

const { NUL } = BYTES;

/**
 * The column names of the header record.
 * @param content the bytes of the record
 * @throws {RefusedFile} when it cannot be the header of a CSV file
 */
export function headerNames(scanner: RecordScanner, content: Buffer): string[] {
  if (content.includes(NUL)) throw notCsv('its header has NUL bytes');
  if (!isUtf8(content)) throw notUtf8();
  if (scanner.bareReturn) throw notCsv('its lines end with a carriage return alone');
  if (scanner.fields > MAX_FIELDS) throw notCsv(`its header has more than ${MAX_FIELDS} columns`);
  return Array.from({ length: scanner.fields }, (_, index) => scanner.text(index) ?? '');
}

export function brokenHeader(outcome: Outcome): RefusedFile {
  if (outcome === 'open_quote') return notCsv('a quote in its header is never closed');
  if (outcome === 'text_after_quote') return notCsv('its header has text behind a closing quote');
  return notCsv('its header is longer than a record may be');
}

export function noHeader(): RefusedFile {
  const remedy = 'Deliver it with a header line that names the columns.';
  return new RefusedFile('empty_header', `The file is empty: it has no header. ${remedy}`);
}

function notCsv(found: string): RefusedFile {
  const remedy = 'Deliver a text file with one header line, lines ending with LF or CRLF.';
  return new RefusedFile('not_this_format', `The file is not CSV: ${found}. ${remedy}`);
}

function notUtf8(): RefusedFile {
  const remedy = 'Convert it, for instance with: iconv -f WINDOWS-1252 -t UTF-8';
  return new RefusedFile('encoding', `The header is not UTF-8 (it may be Latin-1). ${remedy}`);
}
