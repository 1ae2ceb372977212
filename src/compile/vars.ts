import type { ModelProblems } from './model-problems';
import { nearest } from './nearest';
import { untypedLiteral } from './sql/text';
import { parametersOf } from './sql-text';

const PREFIX = '@var_';
const WINDOW = ['@start_date', '@end_date'];

/** The query with `@var_<name>` as typed literals, and every other parameter known. Lines stay where they are. */
export function inlineVars(
  sql: string,
  vars: Readonly<Record<string, string | number | boolean>>,
  problems: ModelProblems,
): string {
  let result = '';
  let at = 0;
  for (const { text, offset } of parametersOf(sql)) {
    const value = text.startsWith(PREFIX) ? vars[text.slice(PREFIX.length)] : undefined;
    result += sql.slice(at, offset) + (value === undefined ? text : untypedLiteral(value));
    at = offset + text.length;
    if (value === undefined && !WINDOW.includes(text)) unknownParameter(text, sql, offset, vars, problems);
  }
  return result + sql.slice(at);
}

function unknownParameter(
  text: string,
  sql: string,
  offset: number,
  vars: object,
  problems: ModelProblems,
): void {
  const known = [...WINDOW, ...Object.keys(vars).map((name) => PREFIX + name)];
  const guess = nearest(text, known);
  problems.atOffset(
    'unknown_parameter',
    `the query uses ${text}, which is neither of the window nor a var of the project.`,
    guess ? `Did you mean ${guess}?` : `Known are ${known.join(', ')}; add vars to ecluse.yaml.`,
    sql,
    offset,
  );
}
