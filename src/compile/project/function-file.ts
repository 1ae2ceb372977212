import type { Problem } from '../../core/errors';
import { type ProblemCode, problem } from '../problems';
import { positionOf, splitStatements, tokens } from '../sql-text';
import type { FunctionFile } from './types';
import { isName, NAME_RULE } from './values';

/** The dataset of the project's functions: they are called as `` `fn.<name>`(…) ``. */
export const FUNCTIONS = 'fn';

type Result = { readonly function: FunctionFile } | { readonly problem: Problem };

const CREATE = /^CREATE( OR REPLACE)? FUNCTION$/;

/** One function: a file holds one CREATE FUNCTION, named after the file. */
export function readFunction(file: string, text: string): Result {
  const base = file.replace(/^.*\//, '').replace(/\.sql$/, '');
  const refuse = (code: ProblemCode, offset: number, message: string, remedy: string): Result => ({
    problem: problem(code, { file, ...positionOf(text, offset) }, message, remedy),
  });
  if (!isName(base))
    return {
      problem: problem(
        'file_name',
        { file },
        `${base} is not a name of a function.`,
        `Rename the file: ${NAME_RULE}.`,
      ),
    };
  const [statement, ...others] = splitStatements(text);
  const name = `${FUNCTIONS}.${base}`;
  const form = `Write CREATE FUNCTION \`${name}\`(x INT64) AS (…).`;
  if (!statement || others.length > 0)
    return refuse(
      'one_function',
      0,
      `the file has ${others.length + (statement ? 1 : 0)} statements; expected one function.`,
      form,
    );
  const { start, opening, named } = openingOf(statement.sql);
  const offset = text.indexOf(statement.sql);
  if (!CREATE.test(opening))
    return refuse(
      'one_function',
      offset,
      `the statement begins with ${opening || 'no word'}; expected CREATE FUNCTION.`,
      form,
    );
  if (named !== name)
    return refuse(
      'function_name',
      offset,
      `the function is called ${named || 'nothing'}, its file ${base}.`,
      form,
    );
  const { line, column } = statement;
  const sql = `CREATE OR REPLACE FUNCTION ${statement.sql.slice(start)}`;
  return { function: { name, file, sql, written: statement.sql, sqlPlace: { line, column } } };
}

/** The words up to the name, the name without backticks, and where it begins. */
function openingOf(sql: string): { opening: string; named: string; start: number } {
  const code = tokens(sql).filter(({ kind }) => kind !== 'space' && kind !== 'comment');
  const from = code.findIndex(({ kind, text }) => kind === 'word' && text.toUpperCase() === 'FUNCTION') + 1;
  const first = code[from];
  const opening = code.slice(0, from || 3).map(({ text }) => text.toUpperCase());
  const end = code.findIndex(({ text }, index) => index >= from && text === '(');
  const named = code.slice(from, end < 0 ? from : end).map(({ text }) => text.replaceAll('`', ''));
  return { opening: opening.join(' '), named: named.join(''), start: first?.offset ?? 0 };
}
