import type { Position } from '../problems';
import { FUNCTIONS } from '../project/function-file';
import type { ModelFile } from '../project/types';
import { pathsIn, positionOf, tokens } from '../sql-text';

/** A table that a model names, and where. */
export interface Read {
  readonly table: string;
  readonly place: Position;
  readonly by: 'query' | 'relationships' | 'reconcile';
}

/** Tables of the query, and those that its checks and reconciliations look into, in the order of the file. */
export function readsOf(file: ModelFile): Read[] {
  const related = file.checks.flatMap(({ arguments: { to }, place }): Read[] =>
    to === undefined ? [] : [{ table: to, place, by: 'relationships' }],
  );
  const reconciled = file.reconcile.flatMap(({ name, expected }) =>
    pathsIn(expected)
      .filter(({ path }) => isTable(path))
      .map(
        ({ path }): Read => ({
          table: path,
          place: file.places.place(['reconcile', name, 'expected']),
          by: 'reconcile',
        }),
      ),
  );
  const queried = pathsIn(file.sql)
    .filter(({ path }) => isTable(path))
    .map(({ path, offset }): Read => ({ table: path, place: inFile(file, offset), by: 'query' }));
  return [...related, ...reconciled, ...queried];
}

/** Functions of the project that a model calls, wherever it does. */
export function callsOf(file: ModelFile): { name: string; place: Position }[] {
  const inHeader = [
    ...file.checks.map(({ arguments: { sql }, place }) => ({ sql, place })),
    ...file.reconcile.flatMap(({ name, expected, actual }) => [
      { sql: expected, place: file.places.place(['reconcile', name, 'expected']) },
      { sql: actual, place: file.places.place(['reconcile', name, 'actual']) },
    ]),
  ].flatMap(({ sql, place }) => pathsIn(sql ?? '').map(({ path }) => ({ name: path, place })));
  const inQuery = pathsIn(file.sql).map(({ path, offset }) => ({ name: path, place: inFile(file, offset) }));
  return [...inHeader, ...inQuery].filter(({ name }) => isFunction(name));
}

export const tableNames = (reads: readonly Read[]): string[] => [...new Set(reads.map(({ table }) => table))];

export const isFunction = (path: string): boolean => path.startsWith(`${FUNCTIONS}.`);
const isTable = (path: string): boolean => path.includes('.') && !isFunction(path);

function inFile({ sql, sqlPlace }: ModelFile, offset: number): Position {
  const { line, column } = positionOf(sql, offset);
  return { line: sqlPlace.line + line - 1, column: line === 1 ? sqlPlace.column + column - 1 : column };
}

const DATASETS = /^(bronze|silver|gold|ref|quarantine|ops|scratch)$/;

/** Tables behind FROM or JOIN that are not one path in backticks: `silver.stores`, or `` `silver`.`stores` ``. */
export function unquotedTables(file: ModelFile): { path: string; place: Position }[] {
  const code = tokens(file.sql).filter(({ kind }) => kind !== 'space' && kind !== 'comment');
  return code.flatMap(({ kind, text }, index) => {
    if (kind !== 'word' || !/^(FROM|JOIN)$/i.test(text)) return [];
    const [first, dot, second] = code.slice(index + 1, index + 4);
    const dataset = first?.text.replaceAll('`', '') ?? '';
    if (!first || !second || dot?.text !== '.' || !DATASETS.test(dataset)) return [];
    return [{ path: `${dataset}.${second.text.replaceAll('`', '')}`, place: inFile(file, first.offset) }];
  });
}
