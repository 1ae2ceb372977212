import { isRecord } from './record';
import type { Scope } from './scope';

/** Words of expressions that are no variables. */
const WORDS = new Set([
  'and',
  'or',
  'not',
  'in',
  'true',
  'false',
  'null',
  'True',
  'False',
  'sys',
  'http',
  'json',
  'len',
  'int',
  'string',
  'keys',
  'default',
  'map',
  'list',
  'text',
]);
const LIMIT = 400;

/** Every `${…}` in a value: closed, not too long, and only over names that have a value. */
export function checkExpressions(
  path: string,
  value: unknown,
  names: ReadonlySet<string>,
  scope: Scope,
): void {
  if (typeof value === 'string') checkText(path, value, names, scope);
  else if (Array.isArray(value))
    for (const [index, item] of value.entries()) checkExpressions(`${path}[${index}]`, item, names, scope);
  else if (isRecord(value))
    for (const [key, item] of Object.entries(value)) checkExpressions(`${path}.${key}`, item, names, scope);
}

function checkText(path: string, text: string, names: ReadonlySet<string>, scope: Scope): void {
  const opened = text.split(/\$\{/).length - 1;
  const expressions = [...text.matchAll(/\$\{([^}]*)\}/g)].map((match) => match[1] ?? '');
  if (opened !== expressions.length) scope.problems.push(`${path}: an expression is not closed: ${text}`);
  for (const expression of expressions) {
    if (expression.length > LIMIT)
      scope.problems.push(`${path}: an expression is longer than ${LIMIT} characters`);
    if (!balanced(expression)) scope.problems.push(`${path}: brackets or quotes do not match: ${expression}`);
    for (const name of namesIn(expression))
      if (!names.has(name)) scope.problems.push(`${path}: ${name} has no value here`);
  }
}

const withoutTexts = (expression: string): string => expression.replace(/"(?:[^"\\]|\\.)*"/g, '""');

/** First halves of `a.b.c`, without words of the language and the library. */
const namesIn = (expression: string): string[] =>
  [...withoutTexts(expression).matchAll(/(?<![\w.])[A-Za-z_]\w*/g)]
    .map(([name]) => name)
    .filter((name) => !WORDS.has(name));

function balanced(expression: string): boolean {
  const rest = withoutTexts(expression);
  if (rest.replaceAll('""', '').includes('"')) return false;
  let depth = 0;
  for (const char of rest) {
    if ('([{'.includes(char)) depth++;
    if (')]}'.includes(char)) depth--;
    if (depth < 0) return false;
  }
  return depth === 0;
}
