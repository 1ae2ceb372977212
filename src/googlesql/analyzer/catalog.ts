/** A catalog as the analyzer's message, and what it costs to send: registered once when it is used again. */
import type { Catalog, TableSchema } from '../interface';
import { parseType } from '../types';
import type { AnalyzerClient } from './client';
import { EXTENSIONS } from './extensions';
import { encodeType } from './messages';
import type { LanguageOptions } from './options';
import { encode } from './protocol/encode';

/** A function of the catalog, as the analyzer wants it; its body stays here. */
export type FunctionMessage = Readonly<Record<string, unknown>>;

export function catalogMessage(
  language: LanguageOptions,
  tables: readonly TableSchema[],
  functions: readonly FunctionMessage[],
): object {
  return {
    name: 'catalog',
    table: tables.map(tableMessage),
    customFunction: [...EXTENSIONS, ...functions],
    builtinFunctionOptions: { languageOptions: language },
  };
}

/** Tables as they are sent: many statements name the same ones. */
const encodedTables = new WeakMap<TableSchema, Buffer>();
let nextTable = 1;

function tableMessage(table: TableSchema): Buffer {
  const known = encodedTables.get(table);
  if (known) return known;
  const encoded = encode('SimpleTableProto', {
    name: table.name,
    serializationId: nextTable++,
    column: table.columns.map(({ name, type }) => ({ name, type: encodeType(parseType(type)) })),
  });
  encodedTables.set(table, encoded);
  return encoded;
}

/** Where a request finds its catalog: in itself, or on the server. */
export type CatalogReference = { readonly simpleCatalog: object } | { readonly registeredCatalogId: string };

/**
 * Sends only the tables that a statement names; a catalog object that two statements want, at once or one after the
 * other, it registers as a whole, which saves the server from building it again each time: that takes longer than to
 * analyze a statement.
 */
export class CatalogRegistry {
  readonly #registered = new WeakMap<Catalog, Promise<string>>();
  readonly #uses = new WeakMap<Catalog, number>();

  constructor(
    private readonly client: AnalyzerClient,
    private readonly language: LanguageOptions,
  ) {}

  async reference(
    catalog: Catalog,
    sql: string,
    functions: readonly FunctionMessage[],
  ): Promise<CatalogReference> {
    if (await this.#isShared(catalog))
      return { registeredCatalogId: await this.#register(catalog, functions) };
    const named = catalog.tables.filter((table) => sql.toLowerCase().includes(table.name.toLowerCase()));
    return { simpleCatalog: catalogMessage(this.language, named, functions) };
  }

  async #isShared(catalog: Catalog): Promise<boolean> {
    this.#uses.set(catalog, this.#usesOf(catalog) + 1);
    // Those that come at the same moment are counted before the first is answered.
    await Promise.resolve();
    return this.#usesOf(catalog) > 1;
  }

  #usesOf(catalog: Catalog): number {
    return this.#uses.get(catalog) ?? 0;
  }

  #register(catalog: Catalog, functions: readonly FunctionMessage[]): Promise<string> {
    const existing = this.#registered.get(catalog);
    if (existing) return existing;
    const simpleCatalog = catalogMessage(this.language, catalog.tables, functions);
    const registered = this.client
      .call<{ registeredId: string }>('RegisterCatalog', { simpleCatalog })
      .then((reply) => reply.registeredId);
    this.#registered.set(catalog, registered);
    return registered;
  }
}
