import type { Statement } from '../core/types';
import type { Catalog, Compiled, GoogleSql, TableSchema } from '../googlesql';
import { sharedForm } from './shared-form';
import type { SqlText } from './sql/bronze';
import { pathsIn } from './sql-text';

/** Everything that statements may name, growing as models are compiled in order. */
export class Schemas {
  private readonly tables = new Map<string, TableSchema>();

  add(name: string, columns: TableSchema['columns']): void {
    this.tables.set(name, { name, columns: columns.map(({ name, type }) => ({ name, type })) });
  }

  get(name: string): TableSchema | undefined {
    return this.tables.get(name);
  }

  /** The tables that a text mentions: the analyzer is sent these, not the whole project. */
  mentionedIn(sql: string): TableSchema[] {
    return [...this.tables.values()].filter((table) => sql.includes(table.name));
  }
}

/** A function that statements may call. */
export interface KnownFunction {
  readonly name: string;
  readonly sql: string;
}

/** The functions that a text calls, and those that they call; the order is kept, in which each finds what it calls. */
export function calledIn<T extends KnownFunction>(sql: string, functions: readonly T[]): T[] {
  if (functions.length === 0) return [];
  const wanted = new Set(pathsIn(sql).map(({ path }) => path));
  for (const { name, sql: body } of [...functions].reverse())
    if (wanted.has(name)) for (const { path } of pathsIn(body)) wanted.add(path);
  return functions.filter(({ name }) => wanted.has(name));
}

/** Compiles statements that the compiler wrote itself; one text, and one form of models, is compiled once. */
export class StepCompiler {
  private readonly known = new Map<string, Promise<Statement>>();

  constructor(
    private readonly googlesql: GoogleSql,
    readonly schemas: Schemas,
    readonly functions: readonly KnownFunction[],
  ) {}

  async statement(text: SqlText): Promise<Statement> {
    return this.one(text, () => this.catalogOf(text.sql));
  }

  async optional(text: SqlText | undefined): Promise<Statement | undefined> {
    return text ? this.statement(text) : undefined;
  }

  /** Statements over the same tables: the analyzer is told once what they are. */
  async statements(texts: readonly SqlText[]): Promise<Statement[]> {
    let catalog: Catalog | undefined;
    const together = (): Catalog => {
      catalog ??= this.catalogOf(texts.map(({ sql }) => sql).join('\n'));
      return catalog;
    };
    return Promise.all(texts.map((text) => this.one(text, together)));
  }

  /** @throws {SqlRefusal} */
  compile(sql: string, params: Readonly<Record<string, string>>): Promise<Compiled> {
    return this.googlesql.compile(sql, { params, catalog: this.catalogOf(sql) });
  }

  private async one(text: SqlText, catalog: () => Catalog): Promise<Statement> {
    const shared = sharedForm(text.sql, (table) => this.schemas.get(table));
    if (!shared) return this.once(text, JSON.stringify([text.sql, text.params]), catalog);
    const form = { sql: shared.sql, params: text.params };
    const key = JSON.stringify([form, shared.tables]);
    const statement = await this.once(form, key, () => ({ tables: shared.tables }));
    return { ...statement, googlesql: text.sql, duckdb: statement.duckdb.map((sql) => shared.named(sql)) };
  }

  /** The same key is compiled once. */
  private once(text: SqlText, key: string, catalog: () => Catalog): Promise<Statement> {
    const known = this.known.get(key);
    if (known) return known;
    const statement = this.googlesql
      .compile(text.sql, { params: text.params, catalog: catalog() })
      .then(({ duckdb }) => ({ googlesql: text.sql, duckdb: [...duckdb], params: { ...text.params } }));
    this.known.set(key, statement);
    return statement;
  }

  private catalogOf(sql: string): Catalog {
    const functions = calledIn(sql, this.functions).map((entry) => entry.sql);
    return { tables: this.schemas.mentionedIn(sql), functions };
  }
}
