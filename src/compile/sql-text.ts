/** GoogleSQL text as tokens: enough to find statements, parameters and tables without understanding them. */
import { isCode, type Token, tokens } from '../googlesql/lexer';

export { type Token, type TokenKind, tokens } from '../googlesql/lexer';

/** What the text says, whatever its layout: without space and comments, words in upper case. */
export const significantTokens = (text: string): string[] =>
  tokens(text)
    .filter(isCode)
    .map((token) => (token.kind === 'word' ? token.text.toUpperCase() : token.text));

export const parametersOf = (text: string): Token[] =>
  tokens(text).filter((token) => token.kind === 'parameter');

/** Tables that the text names as one backticked path, `` `dataset.table` ``, without repetition. */
export function tablesNamedIn(text: string): string[] {
  const tables = pathsIn(text).filter(({ path }) => /^[^.`]+\.[^.`]+$/.test(path));
  return [...new Set(tables.map(({ path }) => path))];
}

export interface StatementText {
  readonly sql: string;
  /** 1-based line and column at which it begins. */
  readonly line: number;
  readonly column: number;
}

/** The statements of a script, without the `;` between them; parts without code are left out. */
export function splitStatements(text: string): StatementText[] {
  const result: StatementText[] = [];
  let part: Token[] = [];
  const flush = (): void => {
    const first = part.findIndex(isCode);
    if (first >= 0) result.push(statementText(text, part.slice(first)));
    part = [];
  };
  for (const token of tokens(text)) {
    if (token.kind === 'symbol' && token.text === ';') flush();
    else part.push(token);
  }
  flush();
  return result;
}

function statementText(text: string, part: readonly Token[]): StatementText {
  const start = part[0]?.offset ?? 0;
  const sql = part.map((token) => token.text).join('');
  return { sql: sql.trimEnd(), ...positionOf(text, start) };
}

/** 1-based line and column of an offset. */
export function positionOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

/** The offset of a 1-based line and column. */
export function offsetOf(text: string, line: number, column: number): number {
  const before = text.split('\n').slice(0, line - 1);
  return before.reduce((sum, part) => sum + part.length + 1, 0) + column - 1;
}

/** A path in backticks, without them: `` `dataset.table` ``. */
export interface NamedPath {
  readonly path: string;
  readonly offset: number;
}

export const pathsIn = (text: string): NamedPath[] =>
  tokens(text)
    .filter((token) => token.kind === 'identifier')
    .map(({ text: quoted, offset }) => ({ path: quoted.slice(1, -1), offset }));

/** The text with two spaces before each line, but not inside of strings, which would say something else then. */
export const indentSql = (text: string): string =>
  `  ${tokens(text)
    .map(({ kind, text: part }) => (kind === 'space' ? part.replace(/\n(?!\n)/g, '\n  ') : part))
    .join('')}`;

/** The text on its own: a comment at its end would swallow what is written behind it. */
export const withoutComments = (text: string): string =>
  tokens(text)
    .map(({ kind, text: part }) => (kind === 'comment' ? ' ' : part))
    .join('')
    .trim();
