import { UTF8_BOM } from '../reader/bytes';
import { checkDocument, findList } from '../reader/json/document';
import { JsonMembers } from '../reader/json/json-members';
import { JsonScanner } from '../reader/json/json-scanner';

export interface PageRecord {
  /** Text of the incremental column: a string's content, a number's digits. `null`: absent, or neither. */
  readonly value: string | null;
  /** As it stands in the page; not copied. */
  readonly raw: Buffer;
}

/** One answer of the API, exactly as it came. */
export interface Page {
  readonly bytes: Buffer;
  readonly records: readonly PageRecord[];
}

/**
 * Reads a page as the record reader will read it, so that what passes here is ingested later. Numbers keep their
 * digits: ids are often longer than a double can tell apart.
 * @param path dotted path to the list of records, empty: the page is the list
 * @param column the incremental column, if there is one
 * @throws {RefusedFile} what was found instead of a page
 */
export function readPage(bytes: Buffer, path: string, column: string | undefined): Page {
  const document = withoutMark(bytes);
  checkDocument(document);
  const scanner = new JsonScanner().over(document, document.length);
  const records: PageRecord[] = [];
  let at = scanner.space(findList(document, path) + 1);
  while (!scanner.closes(at, false)) {
    const end = scanner.value(at);
    const value = column === undefined ? null : textOf(document, memberOf(document, at, column));
    records.push({ value: value ?? null, raw: document.subarray(at, end) });
    at = scanner.separator(end, false);
  }
  return { bytes, records };
}

/**
 * The text at a dotted path of a page that has been read: a string's content, a number's digits, `null` for null.
 * `undefined`: there is nothing there. An object, a list or a boolean is given as its JSON.
 */
export function textAt(bytes: Buffer, path: string): string | null | undefined {
  const document = withoutMark(bytes);
  let range: Range | undefined = { start: firstIn(document), end: document.length };
  for (const key of path.split('.')) range = range && memberOf(document, range.start, key);
  return range && textOf(document, range, true);
}

interface Range {
  readonly start: number;
  readonly end: number;
}

const withoutMark = (bytes: Buffer): Buffer =>
  bytes.subarray(0, UTF8_BOM.length).equals(UTF8_BOM) ? bytes.subarray(UTF8_BOM.length) : bytes;

const firstIn = (document: Buffer): number => new JsonScanner().over(document, document.length).space(0);

/** The value of a key of the object that begins at `at`; of a key that appears twice, the last. */
function memberOf(document: Buffer, at: number, key: string): Range | undefined {
  const scanner = new JsonScanner().over(document, document.length);
  if (!scanner.opensObject(at)) return undefined;
  const members = new JsonMembers();
  members.scan(scanner, at);
  for (let i = members.count - 1; i >= 0; i--) {
    const name = document.toString('utf8', members.keyStarts[i], members.keyEnds[i]);
    if (JSON.parse(name) === key)
      return { start: members.valueStarts[i] as number, end: members.valueEnds[i] as number };
  }
  return undefined;
}

function textOf(document: Buffer, range: Range | undefined, any = false): string | null | undefined {
  if (!range) return undefined;
  const json = document.toString('utf8', range.start, range.end);
  if (json === 'null') return null;
  if (json.startsWith('"')) return JSON.parse(json);
  return any || /^[-\d]/.test(json) ? json : null;
}
