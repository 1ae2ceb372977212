import type { ReadOptions } from './options';
import { RefusedFile } from './refused-file';

/** Unknown columns are reported by name up to this many. */
const REPORTED = 100;
const LISTED = 50;

/** The unknown columns of a file, in order of first appearance. */
export class UnknownColumns {
  private readonly names = new Set<string>();

  /** @throws {RefusedFile} `unknown_column` where the contract refuses them */
  constructor(private readonly unknown: ReadOptions['unknown']) {}

  /** @param line 0 for names that belong to the file as a whole */
  add(names: readonly string[], line: number): void {
    const [first] = names;
    if (first === undefined) return;
    if (this.unknown === 'refuse') throw unknownColumns(names, line);
    for (const name of names) if (this.names.size < REPORTED) this.names.add(name);
  }

  get reported(): readonly string[] {
    return [...this.names];
  }
}

/** @param found the columns that the file has */
export function missingColumns(missing: readonly string[], found: readonly string[], hint = ''): RefusedFile {
  const what = `The file lacks the required column${plural(missing)} ${list(missing)}.`;
  const have = found.length > 0 ? `Its columns are ${list(found)}.` : 'It has no columns.';
  const remedy = 'Deliver the file with every required column, or correct the names in the contract.';
  return new RefusedFile('missing_column', joined(what, have, nearMisses(missing, found), hint, remedy));
}

export function duplicateColumns(duplicates: readonly string[]): RefusedFile {
  const what = `The column name${plural(duplicates)} ${list(duplicates)} appears more than once.`;
  const remedy = 'Deliver the file with each column named once.';
  return new RefusedFile('duplicate_column', `${what} ${remedy}`);
}

export function duplicatesOf(names: readonly string[]): string[] {
  const seen = new Set<string>();
  const twice = names.filter((name) => seen.size === seen.add(name).size);
  return [...new Set(twice)];
}

function unknownColumns(names: readonly string[], line: number): RefusedFile {
  const where = line > 0 ? `Line ${line}` : 'The file';
  const what = `${where} has column${plural(names)} unknown to the contract: ${list(names)}.`;
  const remedy = 'Add them to the contract, or let it keep unknown columns.';
  return new RefusedFile('unknown_column', `${what} ${remedy}`, { unknownColumns: names.slice(0, REPORTED) });
}

/** Names that differ only in what the eye overlooks. */
function nearMisses(missing: readonly string[], found: readonly string[]): string {
  const same = (name: string) => name.trim().toLowerCase();
  const pairs = missing.flatMap((name) => {
    const near = found.find((candidate) => same(candidate) === same(name));
    return near === undefined ? [] : [`${quote(near)} differs from ${quote(name)}`];
  });
  return pairs.length > 0 ? `${pairs.join(', ')} in case or spaces only.` : '';
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, LISTED).map(quote).join(', ');
  return names.length > LISTED ? `${shown} and ${names.length - LISTED} more` : shown;
}

function quote(name: string): string {
  return JSON.stringify(name.length > 100 ? `${name.slice(0, 100)}…` : name);
}

function plural(names: readonly string[]): string {
  return names.length === 1 ? '' : 's';
}

function joined(...sentences: readonly string[]): string {
  return sentences.filter((sentence) => sentence !== '').join(' ');
}
