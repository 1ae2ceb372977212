/** Google's reference implementation of GoogleSQL, which runs inside the analyzer's server. */

import type { TableSchema } from '../../../src/googlesql';
import { catalogMessage } from '../../../src/googlesql/analyzer/catalog';
import { type AnalyzerClient, connectAnalyzer } from '../../../src/googlesql/analyzer/client';
import {
  analyzerOptions,
  type LanguageOptions,
  languageOptions,
} from '../../../src/googlesql/analyzer/options';
import { decodeValue, type ValueMessage } from '../../../src/googlesql/analyzer/values';
import { parseType, printType, type SqlType } from '../../../src/googlesql/types';
import type { PlainRow } from './values';

export interface Relation {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly PlainRow[];
}

interface Table extends Relation {
  /** The rows as the server sent them, to be sent back. */
  readonly content: object;
}

interface Reply {
  readonly prepared: { readonly columns: readonly { name: string; type: SqlType }[] };
  readonly content?: { readonly tableData?: { readonly row: readonly { cell: readonly ValueMessage[] }[] } };
}

export class Reference {
  readonly tables = new Map<string, Table>();

  private constructor(
    private readonly client: AnalyzerClient,
    private readonly language: LanguageOptions,
  ) {}

  static async start(): Promise<Reference> {
    const client = await connectAnalyzer();
    return new Reference(client, await languageOptions(client));
  }

  /** Creates a table whose rows are those of a query. */
  async createTable(name: string, sql: string): Promise<void> {
    this.tables.set(name, await this.#evaluate(sql));
  }

  /** @throws {AnalyzerError} where the reference fails. */
  async query(sql: string): Promise<Relation> {
    const { columns, rows } = await this.#evaluate(sql);
    return { columns, rows };
  }

  get schema(): readonly TableSchema[] {
    return [...this.tables].map(([name, { columns }]) => ({ name, columns }));
  }

  close(): Promise<void> {
    return this.client.close();
  }

  async #evaluate(sql: string): Promise<Table> {
    const used = [...this.tables].filter(([name]) => sql.includes(name));
    const schema = used.map(([name, { columns }]) => ({ name, columns }));
    const reply = await this.client.call<Reply>('EvaluateQuery', {
      sql,
      options: analyzerOptions(this.language, {}),
      simpleCatalog: catalogMessage(this.language, schema, []),
      tableContent: Object.fromEntries(used.map(([name, { content }]) => [name, content])),
    });
    const columns = reply.prepared.columns.map(({ name, type }) => ({
      name,
      type: printType(type),
    }));
    const types = columns.map(({ type }) => parseType(type));
    const rows = (reply.content?.tableData?.row ?? []).map(({ cell }) =>
      types.map((type, i) => decodeValue(cell[i], type)),
    );
    return { columns, rows, content: reply.content ?? {} };
  }
}
