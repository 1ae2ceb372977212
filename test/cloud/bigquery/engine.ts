import { openDuckdb } from '../../../src/adapters/duckdb';
import type { BoundStatement } from '../../../src/core/types';
import { type Compiled, type GoogleSql, startGoogleSql } from '../../../src/googlesql';
import { parseType } from '../../../src/googlesql/types';
import {
  type QueryResult,
  type Structure,
  type Warehouse,
  WarehouseError,
} from '../../../src/ports/warehouse';
import { readScript } from './statements';
import { type FieldSchema, type Parameters, type Raw, rawValue, schemaOf } from './types';

type Columns = QueryResult['columns'];

/** What a query job came to. */
export interface Outcome {
  readonly schema: readonly FieldSchema[];
  readonly rows: readonly { readonly f: { readonly v: Raw }[] }[];
  /** Rows changed by a job of one statement. */
  readonly changed: number;
}

const NOTHING: Outcome = { schema: [], rows: [], changed: 0 };

/** Runs the GoogleSQL of jobs: understood by the analyzer, lowered by the generator, executed by DuckDB. */
export class Engine {
  readonly #described = new Map<string, Columns | null>();
  readonly #functions = new Map<string, string>();

  private constructor(
    readonly warehouse: Warehouse,
    private readonly googlesql: GoogleSql,
  ) {}

  static async start(): Promise<Engine> {
    return new Engine(await openDuckdb({ path: ':memory:', threads: 2 }), await startGoogleSql());
  }

  async close(): Promise<void> {
    await this.googlesql.close();
    await this.warehouse.close();
  }

  /** Makes structure, as Terraform would: also what is expected to be there before the first job. */
  async provision(structure: Structure): Promise<void> {
    for (const { name, columns } of structure.tables) refuseReserved(name, columns);
    await this.warehouse.prepare(structure);
    this.#described.clear();
    for (const { googlesql } of structure.views) {
      const name = /^\s*CREATE (?:OR REPLACE )?FUNCTION\s+`([^`]+)`/i.exec(googlesql)?.[1];
      if (name) this.#functions.set(name, googlesql);
    }
  }

  hasFunction(name: string): boolean {
    return this.#functions.has(name);
  }

  /** The columns of a table or view; null when there is none. */
  async describe(name: string): Promise<Columns | null> {
    const known = this.#described.get(name);
    if (known !== undefined) return known;
    const columns = await this.#look(name);
    this.#described.set(name, columns);
    return columns;
  }

  forget(name: string): void {
    this.#described.delete(name);
  }

  /** What a query would read, at least as a number that grows with the tables. */
  async bytes(sql: string, parameters: Parameters): Promise<number> {
    const compiled = await this.#compile(sql, parameters);
    const { rows } = await this.warehouse.estimate(bound(sql, compiled, parameters));
    return (rows ?? 0) * BYTES_A_ROW;
  }

  async run(job: string, sql: string, parameters: Parameters, signal: AbortSignal): Promise<Outcome> {
    const script = readScript(sql);
    if (script.isTransaction) return this.#transaction(job, script, parameters);
    const outcomes: Outcome[] = [];
    for (const [i, statement] of script.statements.entries()) {
      const id = i === 0 ? job : `${job.slice(0, 900)}_${i}`;
      outcomes.push(await this.#statement(id, statement, parameters, signal));
    }
    return outcomes.at(-1) ?? NOTHING;
  }

  async #transaction(
    job: string,
    { statements, counted }: ReturnType<typeof readScript>,
    parameters: Parameters,
  ): Promise<Outcome> {
    const bounds: BoundStatement[] = [];
    for (const statement of statements) {
      const compiled = await this.#compile(statement, parameters);
      if (/^(?:create|drop)/.test(compiled.kind))
        throw new WarehouseError('invalid', 'DDL statements are not supported in a transaction');
      bounds.push(bound(statement, compiled, parameters));
    }
    const { affected } = await this.warehouse.execute(job, bounds);
    const counts = affected.filter((_, i) => counted[i]);
    const type = 'ARRAY<INT64>';
    return {
      schema: schemaOf([{ name: 'ecluse_affected', type }]),
      rows: [{ f: [{ v: rawValue(counts, parseType(type)) }] }],
      changed: 0,
    };
  }

  async #statement(job: string, sql: string, parameters: Parameters, signal: AbortSignal): Promise<Outcome> {
    const compiled = await this.#compile(sql, parameters);
    const statement = bound(sql, compiled, parameters);
    if (compiled.kind === 'query') return this.#query(statement, compiled, signal);
    const { affected } = await this.warehouse.execute(job, [statement]);
    if (/^(?:create|drop)/.test(compiled.kind)) for (const name of tablesNamed(sql)) this.forget(name);
    return { ...NOTHING, changed: affected[0] ?? 0 };
  }

  async #query(statement: BoundStatement, { columns }: Compiled, signal: AbortSignal): Promise<Outcome> {
    const { rows } = await this.warehouse.query(statement, { signal });
    const types = columns.map(({ name, type }) => ({ name, type: parseType(type) }));
    return {
      schema: schemaOf(columns),
      rows: rows.map((row) => ({ f: types.map(({ name, type }) => ({ v: rawValue(row[name], type) })) })),
      changed: 0,
    };
  }

  async #compile(sql: string, { params }: Parameters): Promise<Compiled> {
    const names = tablesNamed(sql);
    const described = await Promise.all(
      names.map(async (name) => ({ name, columns: await this.describe(name) })),
    );
    const tables = described.flatMap(({ name, columns }) => (columns ? [{ name, columns }] : []));
    const called = [...this.#functions].filter(([name]) => sql.includes(name)).map(([, text]) => text);
    const functions = called.length > 0 ? [...this.#functions.values()] : [];
    return this.googlesql.compile(sql, { catalog: { tables, functions }, params });
  }

  async #look(name: string): Promise<Columns | null> {
    const [dataset, table] = name.split('.');
    const sql = `SELECT * FROM "${dataset}"."${table}" LIMIT 0`;
    try {
      const statement = { googlesql: sql, duckdb: [sql], params: {} };
      return (await this.warehouse.query({ statement, values: {} })).columns;
    } catch (error) {
      if (error instanceof WarehouseError && error.kind === 'not_found') return null;
      throw error;
    }
  }
}

const BYTES_A_ROW = 100;

/** BigQuery keeps these beginnings for itself, in any case of letters. */
const RESERVED = /^(?:_partition|_table_|_file_|_row_timestamp|__root__|_colidentifier)/i;

function refuseReserved(table: string, columns: readonly { readonly name: string }[]): void {
  const reserved = columns.find(({ name }) => RESERVED.test(name));
  if (reserved)
    throw new Error(`Invalid field name "${reserved.name}" in ${table}: the beginning is reserved.`);
}

function bound(googlesql: string, { duckdb }: Compiled, { params, values }: Parameters): BoundStatement {
  return { statement: { googlesql, duckdb, params }, values };
}

/** Two-part names in backticks, which is how every generated statement and every model names its tables. */
export const tablesNamed = (sql: string): string[] => [
  ...new Set([...sql.matchAll(/`(\w+\.[^`.]+)`/g)].map(([, name = '']) => name)),
];
