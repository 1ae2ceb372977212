import { isUtf8 } from 'node:buffer';
import { RefusedFile } from '../refused-file';
import { JsonMembers } from './json-members';
import { JsonScanner } from './json-scanner';

const KEYS_SHOWN = 20;

/** @throws {RefusedFile} when `bytes` are not one valid JSON document in UTF-8 */
export function checkDocument(bytes: Buffer): void {
  if (!isUtf8(bytes)) {
    const remedy = 'Deliver it in UTF-8, as JSON is exchanged.';
    throw new RefusedFile('encoding', `The JSON document is not UTF-8. ${remedy}`);
  }
  const scanner = new JsonScanner().over(bytes, bytes.length);
  const end = scanner.value(scanner.space(0));
  if (end < 0) throw broken(scanner, bytes);
  const behind = scanner.space(end);
  if (behind < bytes.length) {
    scanner.fail('text behind the document (one object a line is read as format ndjson)', behind);
    throw broken(scanner, bytes);
  }
}

/**
 * Where the list of records begins in a valid document.
 * @param path dotted, empty for the document itself; a key that holds a dot cannot be named
 * @throws {RefusedFile} `not_this_format`, when there is no list at the path
 */
export function findList(bytes: Buffer, path: string): number {
  const scanner = new JsonScanner().over(bytes, bytes.length);
  let at = scanner.space(0);
  const walked: string[] = [];
  for (const key of path === '' ? [] : path.split('.')) {
    at = memberOf(scanner, bytes, at, key, walked);
    walked.push(key);
  }
  if (!scanner.opensList(at)) throw notFound(`${placeName(walked)} is ${kindOf(scanner, at)}, not a list`);
  return at;
}

function memberOf(
  scanner: JsonScanner,
  bytes: Buffer,
  at: number,
  key: string,
  walked: readonly string[],
): number {
  const place = placeName(walked);
  if (!scanner.opensObject(at)) throw notFound(`${place} is ${kindOf(scanner, at)}, not an object`);
  const members = new JsonMembers();
  members.scan(scanner, at);
  const keys = Array.from({ length: members.count }, (_, i) => keyOf(bytes, members, i));
  const found = keys.indexOf(key);
  if (found < 0) throw notFound(`${place} has no member ${JSON.stringify(key)}${shown(keys)}`);
  if (keys.lastIndexOf(key) !== found) throw notFound(`${place} has ${JSON.stringify(key)} twice`);
  return members.valueStarts[found] as number;
}

function keyOf(bytes: Buffer, members: JsonMembers, index: number): string {
  return JSON.parse(bytes.toString('utf8', members.keyStarts[index], members.keyEnds[index]));
}

function shown(keys: readonly string[]): string {
  const names = keys.slice(0, KEYS_SHOWN).map((key) => JSON.stringify(key));
  return names.length > 0 ? `; its members are ${names.join(', ')}` : '; it is empty';
}

function placeName(walked: readonly string[]): string {
  return walked.length > 0 ? JSON.stringify(walked.join('.')) : 'the document';
}

function kindOf(scanner: JsonScanner, at: number): string {
  const kinds: Record<string, string> = { '{': 'an object', '[': 'a list', '"': 'a string', n: 'null' };
  const first = String.fromCharCode(scanner.peek(at));
  return kinds[first] ?? (first === 't' || first === 'f' ? 'a boolean' : 'a number');
}

function notFound(found: string): RefusedFile {
  const remedy = 'Correct the path to the records in the contract, or deliver the document as agreed.';
  return new RefusedFile('not_this_format', `There is no list of records: ${found}. ${remedy}`);
}

function broken(scanner: JsonScanner, bytes: Buffer): RefusedFile {
  const { problem, problemAt } = scanner;
  const line = bytes.subarray(0, problemAt).toString('latin1').split('\n').length;
  const place = `line ${line}, byte ${problemAt + 1} of ${bytes.length}`;
  if (problemAt < bytes.length) {
    const message = `The file is not a JSON document: ${problem} (${place}). Deliver valid JSON.`;
    return new RefusedFile('not_this_format', message);
  }
  const message = `The JSON document ends too early: ${problem} (${place}). Deliver the whole of it again.`;
  return new RefusedFile('truncated', message);
}
