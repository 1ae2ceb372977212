import type { Statement } from '../core/types';
import type { Compiled, GoogleSql, TableSchema } from '../googlesql';
import type { SqlText } from './sql/bronze';

/** Everything that statements may name, growing as models are compiled in order. */
export class Schemas {
  private readonly tables = new Map<string, TableSchema>();

  add(name: string, columns: TableSchema['columns']): void {
    this.tables.set(name, { name, columns: columns.map(({ name, type }) => ({ name, type })) });
  }

  get(name: string): TableSchema | undefined {
    return this.tables.get(name);
  }

  names(): string[] {
    return [...this.tables.keys()];
  }

  /** The tables that a text mentions: the analyzer is sent these, not the whole project, for each statement. */
  mentionedIn(sql: string): TableSchema[] {
    return [...this.tables.values()].filter((table) => sql.includes(table.name));
  }
}

/** Compiles statements that the compiler wrote itself: a refusal is a defect of Écluse, and says so. */
export class StepCompiler {
  constructor(
    private readonly googlesql: GoogleSql,
    readonly schemas: Schemas,
    private readonly functions: readonly string[],
  ) {}

  async statement(text: SqlText): Promise<Statement> {
    const { duckdb } = await this.compile(text.sql, text.params);
    return { googlesql: text.sql, duckdb: [...duckdb], params: { ...text.params } };
  }

  async statements(texts: readonly SqlText[]): Promise<Statement[]> {
    return Promise.all(texts.map((text) => this.statement(text)));
  }

  async optional(text: SqlText | undefined): Promise<Statement | undefined> {
    return text ? this.statement(text) : undefined;
  }

  /** @throws {SqlRefusal} */
  compile(sql: string, params: Readonly<Record<string, string>>): Promise<Compiled> {
    return this.googlesql.compile(sql, {
      params,
      catalog: { tables: this.schemas.mentionedIn(sql), functions: this.functions },
    });
  }
}
