/** Bodies of SQL functions are put into other statements: their columns need numbers that no statement has. */
import type { Column, Expr } from './resolved';

const APART = 1_000_000;

/** The body with its columns numbered from `number` million. A WITH query is renamed likewise. */
export function renumbered(body: Expr, number: number): Expr {
  return renumber(body, number) as Expr;
}

function renumber(value: unknown, number: number): unknown {
  if (Array.isArray(value)) return value.map((item) => renumber(item, number));
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return value;
  if (isColumn(value)) return { ...value, id: value.id + number * APART };
  const fields = Object.entries(value).map(([name, field]) => [
    name,
    name === 'withQueryName' ? `${String(field)}@${number}` : renumber(field, number),
  ]);
  return Object.fromEntries(fields);
}

function isColumn(value: object): value is Column {
  return 'id' in value && typeof value.id === 'number' && 'name' in value;
}
