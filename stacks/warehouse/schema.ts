import type { Column } from '../../src/core/types';
import type { Field } from '../constructs/field';
import { literal } from '../escape';

const API_NAMES: Readonly<Record<string, string>> = {
  INT64: 'INTEGER',
  FLOAT64: 'FLOAT',
  BOOL: 'BOOLEAN',
  STRING: 'STRING',
  BYTES: 'BYTES',
  NUMERIC: 'NUMERIC',
  BIGNUMERIC: 'BIGNUMERIC',
  DATE: 'DATE',
  DATETIME: 'DATETIME',
  TIME: 'TIME',
  TIMESTAMP: 'TIMESTAMP',
  JSON: 'JSON',
  GEOGRAPHY: 'GEOGRAPHY',
  INTERVAL: 'INTERVAL',
};

/** Columns as fields, for a stack. @param tags access class to the id of its policy tag */
export const schemaOf = (
  columns: readonly Column[],
  tags: ReadonlyMap<string, string> = new Map(),
): Field[] =>
  columns.map((column) => {
    const tag = column.classification && tags.get(column.classification);
    return {
      ...fieldOf(column.name, column.type),
      ...(column.description && { description: literal(column.description) }),
      ...(tag && { policyTags: { names: [tag] } }),
    };
  });

/** A field of a GoogleSQL type: `ARRAY<STRUCT<sku STRING, qty INT64>>` is a repeated record. */
export function fieldOf(name: string, type: string): Field {
  const array = /^ARRAY<(.*)>$/s.exec(type.trim());
  if (array) return { ...fieldOf(name, array[1] ?? ''), mode: 'REPEATED' };
  const struct = /^STRUCT<(.*)>$/s.exec(type.trim());
  if (struct) return { name, type: 'RECORD', mode: 'NULLABLE', fields: memberFields(name, struct[1] ?? '') };
  return { name, mode: 'NULLABLE', ...scalarOf(name, type.trim()) };
}

function scalarOf(name: string, type: string): Pick<Field, 'type' | 'precision' | 'scale' | 'maxLength'> {
  const [, word = '', first, second] = /^(\w+)(?:\((\d+)(?:, *(\d+))?\))?$/.exec(type) ?? [];
  const api = API_NAMES[word];
  if (!api)
    throw new Error(
      `Column ${name} has the type ${type}; expected one of ${Object.keys(API_NAMES).join(', ')}.`,
    );
  if (!first) return { type: api };
  if (api === 'STRING' || api === 'BYTES') return { type: api, maxLength: first };
  return { type: api, precision: first, ...(second && { scale: second }) };
}

const memberFields = (struct: string, text: string): Field[] =>
  members(text).map((member) => {
    const [, name, type] = /^`?(\w+)`? (.+)$/s.exec(member.trim()) ?? [];
    if (!name || !type)
      throw new Error(`Column ${struct} has a member without a name: ${member}. Name it with AS.`);
    return fieldOf(name, type);
  });

/** Splits at the commas that stand between members, not inside one. */
export function members(text: string): string[] {
  let depth = 0;
  const parts = [''];
  for (const char of text) {
    if (char === '<' || char === '(') depth++;
    if (char === '>' || char === ')') depth--;
    if (char === ',' && depth === 0) parts.push('');
    else parts.push(parts.pop() + char);
  }
  return parts;
}
