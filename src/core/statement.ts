import type { BoundStatement, Statement, Value, Values } from './types';

/** Scratch tables carry it, so that attempts never meet: lower-case letters, digits and `_`. */
export const taskSuffix = (...parts: readonly (string | number)[]): string =>
  parts
    .join('_')
    .toLowerCase()
    .replace(/[^a-z0-9_]/g, '_');

/** The scratch table of a task: `scratch.visits__clean__{task}` with the suffix in its place. */
export const scratchName = (table: string, suffix: string): string => table.replace('{task}', suffix);

/**
 * Binds a statement to those of the values that it asks for, and the scratch tables to the task.
 * A value that is missing is a defect, not NULL.
 */
export function bindTo(statement: Statement, values: Values): BoundStatement {
  const asked = Object.keys(statement.params).map((param): [string, Value] => {
    const value = values[param];
    if (value === undefined)
      throw new Error(`No value for @${param} in: ${statement.googlesql.slice(0, 80)}`);
    return [param, value];
  });
  const task = values.task;
  return { statement, values: { ...Object.fromEntries(asked), ...(task !== undefined && { task }) } };
}
