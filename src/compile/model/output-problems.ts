import type { Column } from '../../core/types';
import type { Compiled } from '../../googlesql';
import { nearest } from '../nearest';
import { didYouMean } from '../problems';
import type { CheckFile, ModelFile } from '../project/types';
import { SOURCE_TYPE } from '../sql/bronze';
import { HISTORY_COLUMNS } from '../sql/history';
import { ENGINE_COLUMNS } from '../sql/stage';
import type { ModelProblems } from './problems';

/** What is wrong with the columns that a query makes. */
export function findOutputProblems(
  file: ModelFile,
  query: Compiled,
  sourceRow: boolean,
  problems: ModelProblems,
): void {
  if (query.kind !== 'query') {
    const message = `the statement is ${query.kind.replace('_', ' ')}; a model is a query.`;
    problems.add('not_a_query', file.sqlPlace, message, 'Write the SELECT only: the engine makes the table.');
    return;
  }
  if (sourceRow) requireIdentity(file, query, problems);
  for (const { name } of query.columns) nameProblem(file, name, sourceRow, problems);
  differentNames(query, problems);
}

/** Without them nobody could tell which row of which file became what. */
function requireIdentity(file: ModelFile, query: Compiled, problems: ModelProblems): void {
  const types: Readonly<Record<string, string>> = { _source: SOURCE_TYPE, _violations: 'ARRAY<STRING>' };
  for (const engine of ENGINE_COLUMNS) {
    const found = query.columns.find((column) => column.name === engine);
    if (found?.type === types[engine]) continue;
    problems.add(
      'source_row',
      found ? problems.ofName(engine) : file.sqlPlace,
      found
        ? `${engine} is ${found.type}; expected the column of the bronze view, ${types[engine]}.`
        : `the model reads bronze but does not select ${engine}, so its rows lose their identity.`,
      `Add ${ENGINE_COLUMNS.join(' and ')} to the SELECT list as they are; publishing strips them.`,
    );
  }
}

function nameProblem(file: ModelFile, name: string, sourceRow: boolean, problems: ModelProblems): void {
  const history = HISTORY_COLUMNS.some((column) => column.name === name.toLowerCase());
  if (sourceRow && ENGINE_COLUMNS.some((engine) => engine === name)) return;
  if (/^f\d+_$/.test(name))
    problems.add(
      'unnamed_column',
      file.sqlPlace,
      'a column of the query has no name.',
      'Name it: … AS name.',
    );
  else if (name.startsWith('_'))
    problems.add(
      'reserved_column',
      problems.ofName(name),
      `the query makes ${name}; names that begin with _ are the engine's.`,
      'Name it otherwise: … AS name.',
    );
  else if (file.as === 'scd2' && history)
    problems.add(
      'reserved_column',
      problems.ofName(name),
      `the query makes ${name}, which a history (scd2) adds itself.`,
      'Name it otherwise: … AS name.',
    );
  else if (!/^[A-Za-z][A-Za-z0-9_]{0,249}$/.test(name))
    problems.add(
      'column_name',
      problems.ofName(name),
      `the query makes a column ${name}.`,
      'Use letters, digits and _, beginning with a letter.',
    );
}

function differentNames({ columns }: Compiled, problems: ModelProblems): void {
  const seen = new Map<string, string>();
  for (const { name } of columns) {
    const before = seen.get(name.toLowerCase());
    seen.set(name.toLowerCase(), name);
    if (before === undefined) continue;
    problems.add(
      'duplicate_column',
      problems.ofName(name),
      `the query makes ${name} twice${before === name ? '' : `, as ${before} before`}; case does not tell columns apart.`,
      'Rename or remove one of them.',
    );
  }
}

/** Every column that the header names exists, and has the type that its place asks for. */
export function findHeaderProblems(
  file: ModelFile,
  columns: readonly Column[],
  problems: ModelProblems,
): void {
  const known = columns.map((column) => column.name);
  for (const { column, where, path } of namedColumns(file)) {
    if (known.includes(column)) continue;
    problems.at(
      path,
      'unknown_column',
      `${where} names ${column}, which the query does not make.`,
      didYouMean(nearest(column, known), `It makes ${known.join(', ')}.`),
    );
  }
  for (const check of file.checks)
    for (const column of checkedColumns(check))
      if (!known.includes(column) && !Object.hasOwn(file.columns, column))
        problems.add(
          'unknown_column',
          check.place,
          `${check.kind} names ${column}, which the query does not make.`,
          didYouMean(nearest(column, known), `It makes ${known.join(', ')}.`),
        );
  partitionType(file, columns, problems);
}

interface NamedColumn {
  readonly column: string;
  readonly where: string;
  readonly path: readonly PropertyKey[];
}

function namedColumns({
  columns,
  clusterBy,
  uniqueKey,
  tracked,
  kpi,
  partitionBy,
}: ModelFile): NamedColumn[] {
  const listed = (names: readonly string[], ...path: string[]): NamedColumn[] =>
    names.map((column, index) => ({ column, where: path.join('.'), path: [...path, index] }));
  return [
    ...Object.keys(columns).map((column) => ({ column, where: 'columns', path: ['columns', column] })),
    ...listed(partitionBy ? [partitionBy] : [], 'materialize', 'partition_by'),
    ...listed(clusterBy, 'materialize', 'cluster_by'),
    ...listed(tracked ?? [], 'materialize', 'tracked'),
    ...listed(uniqueKey?.columns ?? [], 'unique_key', 'columns'),
    ...listed(uniqueKey?.orderBy ?? [], 'unique_key', 'order_by'),
    ...listed(kpi ? [kpi.time] : [], 'kpi', 'time'),
    ...listed(kpi?.dimensions ?? [], 'kpi', 'dimensions'),
    ...Object.keys(kpi?.measures ?? {}).map((column) => ({
      column,
      where: 'kpi.measures',
      path: ['kpi', 'measures', column],
    })),
  ];
}

function checkedColumns(check: CheckFile): readonly string[] {
  const { columns, column } = check.arguments;
  return columns ?? [column ?? check.column].filter((name) => name !== undefined);
}

function partitionType(
  { partitionBy }: ModelFile,
  columns: readonly Column[],
  problems: ModelProblems,
): void {
  const type = columns.find((column) => column.name === partitionBy)?.type;
  if (!type || type === 'DATE') return;
  problems.at(
    ['materialize', 'partition_by'],
    'partition_type',
    `partition_by names ${partitionBy}, a ${type}; it has to be a DATE.`,
    `Select a DATE, for instance DATE(${partitionBy}).`,
  );
}
