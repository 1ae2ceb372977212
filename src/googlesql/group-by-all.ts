/** GROUP BY ALL groups by each item of the SELECT list that reads a column and has no aggregate or window function. */
import type { Token } from './lexer';

/**
 * The positions of the grouping keys, from 1. Undefined where the words alone do not tell them: `*`, subqueries, and no
 * key at all.
 * @param code tokens without space and comments
 * @param group index of GROUP
 */
export function groupingKeys(code: readonly Token[], group: number): readonly number[] | undefined {
  const list = selectList(code, group);
  const items = list && splitItems(list);
  if (!items?.every(isPlain)) return undefined;
  const keys = items.flatMap((item, i) => (isKey(withoutAlias(item)) ? [i + 1] : []));
  return keys.length > 0 ? keys : undefined;
}

function word(token: Token | undefined): string {
  return token?.kind === 'word' ? token.text.toUpperCase() : '';
}

/** The tokens between SELECT and FROM of the query that the clause at `group` belongs to. */
function selectList(code: readonly Token[], group: number): readonly Token[] | undefined {
  let from: number | undefined;
  let depth = 0;
  for (let i = group - 1; i >= 0; i--) {
    const text = code[i]?.text ?? '';
    if (CLOSING.has(text)) depth++;
    else if (OPENING.has(text)) depth--;
    if (depth < 0) return undefined;
    if (depth === 0 && word(code[i]) === 'FROM') from = i;
    if (depth === 0 && word(code[i]) === 'SELECT') return listAfter(code, i + 1, from ?? group);
  }
  return undefined;
}

function listAfter(code: readonly Token[], start: number, end: number): readonly Token[] | undefined {
  const first = word(code[start]);
  if (first === 'AS' || first === 'WITH') return undefined;
  return code.slice(first === 'DISTINCT' || first === 'ALL' ? start + 1 : start, end);
}

const OPENING = new Set(['(', '[']);
const CLOSING = new Set([')', ']']);

function splitItems(list: readonly Token[]): readonly (readonly Token[])[] {
  const items: Token[][] = [[]];
  let depth = 0;
  for (const token of list) {
    if (OPENING.has(token.text)) depth++;
    if (CLOSING.has(token.text)) depth--;
    if (token.text === ',' && depth === 0) items.push([]);
    else items.at(-1)?.push(token);
  }
  return items.filter((item) => item.length > 0);
}

/** No `*` that stands for columns, no query inside. */
function isPlain(item: readonly Token[]): boolean {
  return item.every((token, i) => {
    const before = item[i - 1]?.text;
    const star = token.text === '*' && (before === undefined || before === '.');
    return !star && word(token) !== 'SELECT';
  });
}

/** `x AS name`, and `x name` where x ends with a word, a literal or a bracket. */
function withoutAlias(item: readonly Token[]): readonly Token[] {
  const last = item.at(-1);
  const before = item.at(-2);
  if (word(before) === 'AS') return item.slice(0, -2);
  const named = last?.kind === 'word' || last?.kind === 'identifier';
  const ended = before !== undefined && (before.kind !== 'symbol' || CLOSING.has(before.text));
  return named && ended && !KEYWORDS.has(word(last)) && !KEYWORDS.has(word(before))
    ? item.slice(0, -1)
    : item;
}

function isKey(item: readonly Token[]): boolean {
  const computed = item.some(
    (token, i) => word(token) === 'OVER' || (AGGREGATES.has(word(token)) && item[i + 1]?.text === '('),
  );
  return !computed && item.some((token, i) => readsColumn(token, item[i + 1]));
}

/** A name that is neither a function, a keyword nor the type before a literal. */
function readsColumn(token: Token, next: Token | undefined): boolean {
  if (token.kind === 'identifier') return true;
  const applied = next?.text === '(' || next?.kind === 'string';
  return token.kind === 'word' && !applied && !KEYWORDS.has(word(token));
}

/** Reserved words: none is a column. */
const KEYWORDS = new Set(
  (
    'AND AS ASC AT BETWEEN CASE CAST DESC DISTINCT ELSE END EXTRACT FALSE FROM IF IGNORE IN INTERVAL IS LIKE LIMIT ' +
    'NOT NULL NULLS OR ORDER BY OVER RESPECT THEN TRUE UNNEST WHEN'
  ).split(' '),
);

const AGGREGATES = new Set(
  (
    'ANY_VALUE APPROX_COUNT_DISTINCT APPROX_QUANTILES APPROX_TOP_COUNT APPROX_TOP_SUM ARRAY_AGG ARRAY_CONCAT_AGG AVG ' +
    'BIT_AND BIT_OR BIT_XOR CORR COUNT COUNTIF COVAR_POP COVAR_SAMP GROUPING LOGICAL_AND LOGICAL_OR MAX MAX_BY MIN ' +
    'MIN_BY STDDEV STDDEV_POP STDDEV_SAMP STRING_AGG SUM VAR_POP VAR_SAMP VARIANCE'
  ).split(' '),
);
