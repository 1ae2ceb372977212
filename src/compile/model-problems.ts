import type { Problem } from '../core/errors';
import type { Column } from '../core/types';
import { type Compiled, SqlRefusal } from '../googlesql';
import { nearest } from './nearest';
import type { ModelFile } from './project/types';
import { ENGINE_COLUMNS } from './sql/stage';

/** The problems of one model, with their places in its file. */
export class ModelProblems {
  readonly found: Problem[] = [];
  constructor(private readonly file: ModelFile) {}

  add(code: string, message: string, remedy: string, place: { line?: number; column?: number } = {}): void {
    this.found.push({ code, place: { file: this.file.file, ...place }, message, remedy });
  }

  /** A problem at an offset of the query. */
  atOffset(code: string, message: string, remedy: string, sql: string, offset: number): void {
    const before = sql.slice(0, offset).split('\n');
    this.add(code, message, remedy, {
      line: this.file.sqlLine + before.length - 1,
      column: (before.at(-1) ?? '').length + 1,
    });
  }

  /** Runs the analyzer; a refusal becomes a problem at its line of the file, or at a place that is given. */
  async sql<T>(run: () => Promise<T>, place?: { line: number }): Promise<T | null> {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof SqlRefusal)) throw error;
      const line = error.position && {
        line: error.position.line + this.file.sqlLine - 1,
        column: error.position.column,
      };
      const remedy = error.remedy ?? 'Correct the statement; `ecluse compile` checks it again.';
      this.add(
        error.kind === 'invalid' ? 'invalid_sql' : 'unsupported_sql',
        error.reason,
        remedy,
        place ?? line ?? {},
      );
      return null;
    }
  }
}

export function requireSourceRow(file: ModelFile, query: Compiled, problems: ModelProblems): void {
  for (const engine of ENGINE_COLUMNS) {
    if (query.columns.some((column) => column.name === engine)) continue;
    problems.add(
      'source_row',
      `the model reads bronze but does not select ${engine}, so its rows lose their identity.`,
      `Add ${ENGINE_COLUMNS.join(' and ')} to the SELECT list; publishing strips them.`,
      { line: file.sqlLine },
    );
  }
}

/** Every column that the header names exists, and has the type that its place asks for. */
export function checkColumns(file: ModelFile, columns: readonly Column[], problems: ModelProblems): void {
  const known = columns.map((column) => column.name);
  const require = (column: string, where: string, line?: number): void => {
    if (known.includes(column)) return;
    const guess = nearest(column, known);
    problems.add(
      'unknown_column',
      `${where} names ${column}, which the query does not make.`,
      guess
        ? `Did you mean ${guess}? The query makes ${known.join(', ')}.`
        : `The query makes ${known.join(', ')}.`,
      line === undefined ? {} : { line },
    );
  };
  for (const [column, { line }] of Object.entries(file.columns)) require(column, 'columns', line);
  for (const check of file.checks)
    for (const column of checkedColumns(check)) require(column, `check ${check.kind}`, check.line);
  for (const column of file.clusterBy) require(column, 'cluster_by');
  for (const column of file.uniqueKey?.columns ?? []) require(column, 'unique_key.columns');
  for (const column of file.uniqueKey?.orderBy ?? []) require(column, 'unique_key.order_by');
  for (const column of file.tracked ?? []) require(column, 'materialize.tracked');
  if (file.kpi)
    for (const column of [file.kpi.time, ...file.kpi.dimensions, ...Object.keys(file.kpi.measures)])
      require(column, 'kpi');
  if (file.partitionBy) {
    require(file.partitionBy, 'partition_by');
    const type = columns.find((column) => column.name === file.partitionBy)?.type;
    if (type && type !== 'DATE')
      problems.add(
        'partition_type',
        `partition_by names ${file.partitionBy}, a ${type}; it has to be a DATE.`,
        `Select a DATE, for instance DATE(${file.partitionBy}).`,
      );
  }
}

function checkedColumns(check: ModelFile['checks'][number]): readonly string[] {
  const { columns, column } = check.arguments;
  return columns ?? [column ?? check.column].filter((name) => name !== undefined);
}
