import type { Problem } from '../core/errors';
import { type GoogleSql, SqlRefusal } from '../googlesql';
import { inOrder } from './graph';
import { offsetIn, remedyOf } from './model/problems';
import { nearest } from './nearest';
import { didYouMean, type Position, problem } from './problems';
import { FUNCTIONS } from './project/function-file';
import type { FunctionFile } from './project/types';
import { pathsIn, positionOf, tokens } from './sql-text';
import { calledIn } from './step-compiler';

/** The functions of a project in an order in which each comes after those that it calls. */
export async function compileFunctions(
  files: readonly FunctionFile[],
  googlesql: GoogleSql,
): Promise<{ functions: readonly FunctionFile[]; problems: readonly Problem[] }> {
  const names = files.map(({ name }) => name);
  const { ordered, cycles } = inOrder(
    files.map((file) => ({ ...file, reads: calls(file).map(({ name }) => name) })),
  );
  const problems = [
    ...cycles.map((path) => circle(path, files)),
    ...ordered.flatMap((file) => [...unknownCalls(file, names), ...tablesRead(file)]),
  ];
  if (problems.length > 0) return { functions: ordered, problems };
  const found = await Promise.all(ordered.map((file) => analyzed(file, ordered, googlesql)));
  return { functions: ordered, problems: found.flatMap((one) => one ?? []) };
}

const calls = ({ name: own, written }: FunctionFile): { name: string; offset: number }[] =>
  pathsIn(written)
    .map(({ path, offset }) => ({ name: path, offset }))
    .filter(({ name }, index) => name.startsWith(`${FUNCTIONS}.`) && !(index === 0 && name === own));

function circle(path: readonly string[], files: readonly FunctionFile[]): Problem {
  const file = files.find(({ name }) => name === path[0]);
  const message = `the functions call each other in a circle: ${path.join(' → ')}.`;
  return problem(
    'cycle',
    { file: file?.file ?? '', ...file?.sqlPlace },
    message,
    'SQL functions cannot be recursive; write one of them out.',
  );
}

const unknownCalls = (file: FunctionFile, known: readonly string[]): Problem[] =>
  calls(file)
    .filter(({ name }) => !known.includes(name))
    .map(({ name, offset }) =>
      problem(
        'unknown_function',
        { file: file.file, ...placeIn(file, offset) },
        `there is no function ${name}.`,
        didYouMean(nearest(name, known), `Add sql/functions/${name.slice(FUNCTIONS.length + 1)}.sql.`),
      ),
    );

/** The body stands wherever the function is called; tables there would be read behind the back of the graph. */
const tablesRead = (file: FunctionFile): Problem[] =>
  pathsIn(file.written)
    .filter(({ path }) => path.includes('.') && !path.startsWith(`${FUNCTIONS}.`))
    .map(({ path, offset }) =>
      problem(
        'unsupported_sql',
        { file: file.file, ...placeIn(file, offset) },
        `the function reads ${path}; functions cannot read tables.`,
        'Pass what it needs as arguments.',
      ),
    );

function placeIn({ written, sqlPlace }: FunctionFile, offset: number): Position {
  const { line, column } = positionOf(written, offset);
  return { line: sqlPlace.line + line - 1, column: line === 1 ? sqlPlace.column + column - 1 : column };
}

/** A call with arguments of the declared types: what it cannot do, no model can. */
async function analyzed(
  file: FunctionFile,
  ordered: readonly FunctionFile[],
  googlesql: GoogleSql,
): Promise<Problem | null> {
  const functions = calledIn(file.written, ordered).map(({ name, sql, written }) =>
    name === file.name ? written : sql,
  );
  const nulls = argumentTypes(file.written).map((type) => `CAST(NULL AS ${type})`);
  try {
    await googlesql.compile(`SELECT \`${file.name}\`(${nulls.join(', ')}) AS probe`, {
      catalog: { tables: [], functions },
    });
    return null;
  } catch (error) {
    if (!(error instanceof SqlRefusal)) throw error;
    const code = error.kind === 'invalid' ? 'invalid_sql' : 'unsupported_sql';
    // What the body cannot do is noticed where it is put in; its own place is the function.
    const [inside, reason = error.reason] = /^In the function \S+: (.*)$/s.exec(error.reason) ?? [];
    const offset = inside ? 0 : offsetIn(file.written, error);
    return problem(code, { file: file.file, ...placeIn(file, offset) }, reason, remedyOf(error));
  }
}

/** The types between the parentheses behind the name: `x INT64, y ARRAY<STRING>`. */
function argumentTypes(written: string): string[] {
  const code = tokens(written).filter(({ kind }) => kind !== 'space' && kind !== 'comment');
  const types: string[][] = [];
  let depth = 0;
  for (const { text } of code.slice(code.findIndex(({ text }) => text === '('))) {
    if (text === '(' && depth === 0) types.push([]);
    if (text === ')' && depth === 1) break;
    if (text === ',' && depth === 1) types.push([]);
    else if (depth > 0) types.at(-1)?.push(text);
    if (text === '(' || text === '<') depth++;
    if (text === ')' || text === '>') depth--;
  }
  return types.filter((words) => words.length > 0).map((words) => words.slice(1).join(' '));
}
