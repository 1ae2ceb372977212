/** The other side: DuckDB, with the fixture tables and our runtime library. */
import { type DuckDBConnection, DuckDBInstance, DuckDBListType, type DuckDBType } from '@duckdb/node-api';
import { tableSql } from '../../../src/googlesql/duckdb/emit';
import { duckLiteral } from '../../../src/googlesql/duckdb/literal';
import { prepareSession } from '../../../src/googlesql/duckdb/runtime';
import { duckType, parseType, quoteName } from '../../../src/googlesql/types';
import type { Relation } from './reference';
import { type PlainRow, plain } from './values';

export interface Answer {
  readonly names: readonly string[];
  /** DuckDB's own type text. */
  readonly types: readonly string[];
  readonly rows: readonly PlainRow[];
}

export class Duck {
  private constructor(
    private readonly instance: DuckDBInstance,
    private readonly connection: DuckDBConnection,
  ) {}

  static async start(): Promise<Duck> {
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await prepareSession(connection);
    for (const schema of ['scratch', 'bronze', 'silver', 'gold'])
      await connection.run(`CREATE SCHEMA ${schema}`);
    return new Duck(instance, connection);
  }

  async createTable(name: string, { columns, rows }: Relation): Promise<void> {
    const types = columns.map(({ type }) => parseType(type));
    const definitions = columns.map(
      (column, i) => `${quoteName(column.name)} ${duckType(types[i] ?? { kind: 'STRING' })}`,
    );
    await this.connection.run(`CREATE SCHEMA IF NOT EXISTS ${tableSql(name.split('.')[0] ?? '')}`);
    await this.connection.run(`CREATE OR REPLACE TABLE ${tableSql(name)} (${definitions.join(', ')})`);
    const literals = rows.map(
      (row) => `(${row.map((cell, i) => duckLiteral(cell, types[i] ?? { kind: 'STRING' })).join(', ')})`,
    );
    if (rows.length > 0)
      await this.connection.run(`INSERT INTO ${tableSql(name)} VALUES ${literals.join(', ')}`);
  }

  /** Runs statements in a transaction that is rolled back; the answer is the last one's. */
  async run(statements: readonly string[]): Promise<Answer> {
    await this.connection.run('BEGIN');
    try {
      let answer: Answer = { names: [], types: [], rows: [] };
      for (const statement of statements) answer = await this.#query(statement);
      return answer;
    } finally {
      await this.connection.run('ROLLBACK');
    }
  }

  async #query(sql: string): Promise<Answer> {
    const reader = await this.connection.runAndReadAll(sql);
    return {
      names: reader.columnNames(),
      types: reader.columnTypes().map(typeText),
      rows: reader.getRows().map((row) => row.map(plain)),
    };
  }

  close(): void {
    this.connection.closeSync();
    this.instance.closeSync();
  }
}

/** JSON is a name that DuckDB gives to VARCHAR. */
function typeText(type: DuckDBType): string {
  if (type instanceof DuckDBListType) return `${typeText(type.valueType)}[]`;
  return type.alias ?? String(type);
}
