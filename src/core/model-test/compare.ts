import type { Cell, Column, Row } from '../types';
import { isSameCell } from './same-cell';
import { type Difference, type ModelTest, type Outcome, PARTS, type Part, type WrittenRow } from './types';

/** Where an outcome is not the expected one; empty: it is. */
export function differences(test: ModelTest, outcome: Outcome): Difference[] {
  return PARTS.map((part) => differenceOf(part, test, outcome)).filter(
    ({ missing, unexpected }) => missing.length + unexpected.length > 0,
  );
}

function differenceOf(part: Part, { expected, columns }: ModelTest, outcome: Outcome): Difference {
  if (part === 'failed') return names(expected.failed, outcome.failed);
  const matched = assign(expected[part], outcome[part], columns);
  const taken = new Set(matched);
  const asked = new Set(expected[part].flatMap((row) => Object.keys(row)));
  return {
    part,
    missing: expected[part].filter((_, index) => matched[index] === null),
    unexpected: outcome[part].filter((_, index) => !taken.has(index)).map((row) => shown(row, asked)),
  };
}

function names(expected: readonly string[], found: readonly string[]): Difference {
  const only = (these: readonly string[], those: readonly string[]): WrittenRow[] =>
    these.filter((name) => !those.includes(name)).map((check) => ({ check }));
  return { part: 'failed', missing: only(expected, found), unexpected: only(found, expected) };
}

/** The columns that the test speaks of; all where it expects no row at all. */
const shown = (row: Row, asked: ReadonlySet<string>): Row =>
  asked.size === 0 ? row : Object.fromEntries(Object.entries(row).filter(([column]) => asked.has(column)));

/**
 * Each expected row takes one actual row that it fits, so that as many as possible find one: a row that says little
 * must not take what another one needs.
 * @returns for each expected row the index of its actual one, or `null`
 */
function assign(
  expected: readonly WrittenRow[],
  actual: readonly Row[],
  columns: readonly Column[],
): (number | null)[] {
  const holder = new Map<number, number>();
  const fits = expected.map((wanted) =>
    actual.flatMap((row, index) => (isSameRow(wanted, row, columns) ? [index] : [])),
  );
  const place = (wanted: number, tried: Set<number>): boolean => {
    for (const index of fits[wanted] ?? []) {
      if (tried.has(index)) continue;
      tried.add(index);
      const before = holder.get(index);
      if (before !== undefined && !place(before, tried)) continue;
      holder.set(index, wanted);
      return true;
    }
    return false;
  };
  for (const index of expected.keys()) place(index, new Set());
  const taken = new Map([...holder].map(([row, wanted]) => [wanted, row]));
  return expected.map((_, index) => taken.get(index) ?? null);
}

const isSameRow = (wanted: WrittenRow, row: Row, columns: readonly Column[]): boolean =>
  Object.entries(wanted).every(([name, value]) => {
    const type = columns.find((column) => column.name === name)?.type ?? 'STRING';
    const found = (row[name] ?? null) as Cell;
    // In which order checks are named is nobody's business.
    if (name === '_failed') return isSameCell(sorted(value), sorted(found), type);
    return isSameCell(value, found, type);
  });

const sorted = (value: unknown): unknown => (Array.isArray(value) ? [...value].sort() : value);
