import type { StatementText } from '../compile/sql-text';
import type { Manifest } from '../core/manifest';
import type { Column } from '../core/types';
import { type Catalog, type GoogleSql, SqlRefusal, startGoogleSql } from '../googlesql';
import type { Context } from '../ports/context';
import { type Warehouse, WarehouseError } from '../ports/warehouse';

/** One statement's answer, as `--format json` prints it. */
export interface SqlAnswer {
  readonly status: 'ok' | 'refused' | 'error';
  readonly columns: readonly Pick<Column, 'name' | 'type'>[];
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** Why it was refused or failed; empty when it was not. */
  readonly message: string;
}

/** Answers to statements, one after the other; one that fails does not keep the next from its answer. */
export async function answerAll(
  context: Context,
  statements: readonly StatementText[],
): Promise<SqlAnswer[]> {
  const googlesql = await startGoogleSql();
  try {
    const reader = new SqlReader(googlesql, context.warehouse, catalogOf(context.manifest));
    const answers: SqlAnswer[] = [];
    for (const { sql, line } of statements) answers.push(await reader.answer(sql, line));
    return answers;
  } finally {
    await googlesql.close();
  }
}

/** Everything that can be read: what arrived, what was made, what was stopped, what the engine remembers. */
function catalogOf({ tables, external, sources, models, functions }: Manifest): Catalog {
  const views = [
    ...sources.map(({ view, viewColumns }) => ({ name: view, columns: viewColumns })),
    ...models.filter((model) => model.createView).map(({ name, columns }) => ({ name, columns })),
  ];
  return {
    functions: functions.map((entry) => entry.statement.googlesql),
    tables: [...tables, ...external, ...views].map(({ name, columns }) => ({
      name,
      columns: columns.map((column) => ({ name: column.name, type: column.type })),
    })),
  };
}

/** Answers statements, one at a time; only queries, so that nothing can change. */
class SqlReader {
  constructor(
    private readonly googlesql: GoogleSql,
    private readonly warehouse: Warehouse,
    private readonly catalog: Catalog,
  ) {}

  async answer(text: string, line: number): Promise<SqlAnswer> {
    try {
      const { kind, columns, duckdb } = await this.googlesql.compile(text, { catalog: this.catalog });
      if (kind !== 'query')
        return refused(
          `This is read only, and a statement of kind ${kind} changes something. Write a SELECT.`,
        );
      const twice = nameOfTwo(columns.map(({ name }) => name));
      if (twice)
        return refused(`Two columns of the result are called ${twice}. Give each a name of its own.`);
      const result = await this.warehouse.query({
        statement: { googlesql: text, duckdb, params: {} },
        values: {},
      });
      return { status: 'ok', columns, rows: result.rows, message: '' };
    } catch (error) {
      if (error instanceof SqlRefusal) return refusal(error, line);
      if (error instanceof WarehouseError) return failure(error);
      throw error;
    }
  }
}

/** BigQuery refuses equal names at the end of a query, the analyzer does not; case does not tell them apart. */
function nameOfTwo(names: readonly string[]): string | undefined {
  const lower = names.map((name) => name.toLowerCase());
  return names.find((_, i) => lower.indexOf(lower[i] ?? '') !== i);
}

/**
 * A value may be outside of the subset, which only the rows show; and what DuckDB cannot even bind says nothing about
 * the statement, which BigQuery may well run.
 */
const OUTSIDE = /outside of the supported GoogleSQL subset|^(Binder|Parser|Not implemented|INTERNAL) Error/;

function failure({ message, cause }: WarehouseError): SqlAnswer {
  // The class of DuckDB's error is said by its own words alone.
  const own = cause instanceof Error ? cause.message : message;
  return { status: OUTSIDE.test(own) ? 'refused' : 'error', columns: [], rows: [], message };
}

const refused = (message: string): SqlAnswer => ({ status: 'refused', columns: [], rows: [], message });

/** A statement that BigQuery would not run either is an error; one outside the subset is refused. */
function refusal({ kind, reason, remedy, position }: SqlRefusal, line: number): SqlAnswer {
  const where = position ? `${position.line + line - 1}:${position.column}: ` : '';
  const message = [`${where}${reason}`, remedy].filter(Boolean).join(' ');
  return { status: kind === 'invalid' ? 'error' : 'refused', columns: [], rows: [], message };
}
