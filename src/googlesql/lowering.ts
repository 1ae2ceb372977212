/**
 * Constructs of BigQuery that the analyzer is too old to read, written in words that it knows, before it sees the text.
 * What cannot be lowered rightly stays as it is, for the analyzer to refuse.
 */
import { groupingKeys } from './group-by-all';
import { isCode, type Token, tokens } from './lexer';
import { positionAt, type SqlPosition, SqlRefusal } from './refusal';

interface Edit {
  readonly offset: number;
  readonly removed: string;
  readonly inserted: string;
}

export interface Lowered {
  readonly sql: string;
  /** Where in the text before the lowering. */
  original(position: SqlPosition): SqlPosition;
}

/** @throws {SqlRefusal} for pipe syntax. */
export function lower(sql: string): Lowered {
  if (!MAY_NEED_LOWERING.test(sql)) return { sql, original: (position) => position };
  const code = tokens(sql).filter(isCode);
  refusePipes(sql, code);
  return edited(sql, groupByAll(code));
}

/** Most texts need no second look. */
const MAY_NEED_LOWERING = /\|>|^\W*FROM\b|\bBY\s+ALL\b/i;

export function isWord(token: Token | undefined, word: string): boolean {
  return token?.kind === 'word' && token.text.toUpperCase() === word;
}

function refusePipes(sql: string, code: readonly Token[]): void {
  const pipe = code.find(({ text }, i) => text === '|' && code[i + 1]?.text === '>');
  const first = isWord(code[0], 'FROM') ? code[0] : undefined;
  const token = first ?? pipe;
  if (!token) return;
  const offset = Buffer.byteLength(sql.slice(0, token.offset));
  throw new SqlRefusal(
    'unsupported',
    'Pipe syntax is not supported.',
    'Write SELECT … FROM … WHERE …, with a WITH query for each step.',
    positionAt(sql, offset),
  );
}

function groupByAll(code: readonly Token[]): readonly Edit[] {
  return code.flatMap((token, i) => {
    const isClause = isWord(token, 'ALL') && isWord(code[i - 1], 'BY') && isWord(code[i - 2], 'GROUP');
    const keys = isClause ? groupingKeys(code, i - 2) : undefined;
    return keys ? [{ offset: token.offset, removed: token.text, inserted: keys.join(', ') }] : [];
  });
}

/** Edits stay within their line, so that lines keep their numbers. */
function edited(sql: string, edits: readonly Edit[]): Lowered {
  let text = '';
  let end = 0;
  for (const { offset, removed, inserted } of edits) {
    text += sql.slice(end, offset) + inserted;
    end = offset + removed.length;
  }
  return { sql: text + sql.slice(end), original: (position) => before(sql, edits, position) };
}

function before(sql: string, edits: readonly Edit[], { line, column }: SqlPosition): SqlPosition {
  let original = column;
  for (const { offset, removed, inserted } of edits) {
    const edit = positionAt(sql, Buffer.byteLength(sql.slice(0, offset)));
    if (edit.line !== line || original <= edit.column) continue;
    original = Math.max(edit.column, original - (inserted.length - removed.length));
  }
  return { line, column: original };
}
