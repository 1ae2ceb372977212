/** The library's service: analyzes a statement, generates its DuckDB SQL, tells its lineage. */
import { CatalogRegistry, type FunctionMessage } from './analyzer/catalog';
import { type AnalyzerClient, connectAnalyzer } from './analyzer/client';
import { refusalFrom } from './analyzer/errors';
import { analyzerOptions, type LanguageOptions, languageOptions } from './analyzer/options';
import { renumbered } from './analyzer/renumber';
import { outputName, type Statement } from './analyzer/statements';
import type { FunctionBody } from './duckdb/emit';
import { refusedFunction } from './duckdb/functions/refused';
import { createEmit } from './duckdb/generator';
import { emitStatement } from './duckdb/statements';
import type { Catalog, Compiled, CompileOptions, GoogleSql } from './interface';
import { type Lineage, lineageOf } from './lineage';
import { type Lowered, lower } from './lowering';
import { positionAt, SqlRefusal, Unsupported } from './refusal';
import { publishTimes } from './timing';
import { parseType, printType, type SqlType } from './types';

/** The analyzer starts at the first `compile` and ends with `close`, or with this process. */
export async function startGoogleSql(): Promise<GoogleSql> {
  let session: Promise<Session> | undefined;
  let closed = false;
  return {
    compile: async (sql, options) => {
      if (closed) throw new Error('This GoogleSql is closed; start another one');
      session ??= startSession();
      return compile(await session, sql, options);
    },
    close: async () => {
      closed = true;
      await (await session)?.client.close();
      session = undefined;
    },
  };
}

interface Session {
  readonly client: AnalyzerClient;
  readonly language: LanguageOptions;
  readonly catalogs: CatalogRegistry;
  readonly functions: WeakMap<Catalog, Promise<CatalogFunctions>>;
}

/** The SQL functions of a catalog: as the analyzer knows them, and their bodies by resolved name. */
interface CatalogFunctions {
  readonly messages: readonly FunctionMessage[];
  readonly bodies: ReadonlyMap<string, FunctionBody>;
}

async function startSession(): Promise<Session> {
  const client = await connectAnalyzer();
  const language = await languageOptions(client);
  return { client, language, catalogs: new CatalogRegistry(client, language), functions: new WeakMap() };
}

async function compile(session: Session, sql: string, options: CompileOptions): Promise<Compiled> {
  const lowered = lower(sql);
  try {
    return await compileLowered(session, lowered.sql, options);
  } catch (error) {
    throw refusal(error, lowered, options.catalog);
  }
}

async function compileLowered(
  session: Session,
  sql: string,
  { catalog, params = {} }: CompileOptions,
): Promise<Compiled> {
  const started = performance.now();
  const functions = await functionsOf(session, catalog);
  const statement = await analyze(session, sql, catalog, paramTypes(params), functions);
  const analyzed = performance.now();
  const lists = new Set(Object.keys(params).filter((name) => params[name] === LIST_OF_DATES));
  const compiled = generate(statement, lists, functions);
  publishTimes(started, analyzed, performance.now());
  return compiled;
}

const LIST_OF_DATES = 'DATES';

function paramTypes(params: Readonly<Record<string, string>>): Readonly<Record<string, SqlType>> {
  const types = Object.entries(params).map(([name, type]) => [
    name,
    parseType(type === LIST_OF_DATES ? 'DATE' : type),
  ]);
  return Object.fromEntries(types);
}

async function analyze(
  { client, language, catalogs }: Session,
  sql: string,
  catalog: Catalog,
  params: Readonly<Record<string, SqlType>>,
  functions: CatalogFunctions,
): Promise<Statement> {
  const reply = await client.call<{ resolvedStatement: Statement }>('Analyze', {
    options: analyzerOptions(language, params),
    ...(await catalogs.reference(catalog, sql, functions.messages)),
    sqlStatement: sql,
  });
  return reply.resolvedStatement;
}

function generate(statement: Statement, lists: ReadonlySet<string>, { bodies }: CatalogFunctions): Compiled {
  let lineage: Lineage | undefined;
  return {
    kind: KINDS[statement.kind],
    columns: outputColumns(statement),
    // Traced when somebody asks: of most statements nobody does.
    get tables() {
      lineage ??= lineageOf(statement);
      return lineage.tables;
    },
    get lineage() {
      lineage ??= lineageOf(statement);
      return lineage.columns;
    },
    get reads() {
      lineage ??= lineageOf(statement);
      return lineage.reads;
    },
    duckdb: emitStatement(statement, createEmit(lists, bodies)),
  };
}

const KINDS: Readonly<Record<Statement['kind'], Compiled['kind']>> = {
  QueryStmt: 'query',
  CreateTableStmt: 'create_table',
  CreateTableAsSelectStmt: 'create_table',
  CreateViewStmt: 'create_view',
  CreateFunctionStmt: 'create_function',
  DropStmt: 'drop',
  DropFunctionStmt: 'drop',
  InsertStmt: 'insert',
  DeleteStmt: 'delete',
  TruncateStmt: 'delete',
  UpdateStmt: 'update',
  MergeStmt: 'merge',
  AssertStmt: 'assert',
};

function outputColumns(statement: Statement): Compiled['columns'] {
  if (!('outputColumnList' in statement)) return [];
  return statement.outputColumnList.map(({ name, column }, i) => ({
    name: outputName(name, i),
    type: printType(column.type),
  }));
}

function refusal(error: unknown, text: Lowered, catalog: Catalog): unknown {
  const found = error instanceof Unsupported ? located(error, text.sql) : analyzerRefusal(error, catalog);
  if (!(found instanceof SqlRefusal) || !found.position) return found;
  return new SqlRefusal(found.kind, found.reason, found.remedy, text.original(found.position));
}

function located({ offset, reason, remedy }: Unsupported, sql: string): SqlRefusal {
  const position = offset === undefined ? undefined : positionAt(sql, offset);
  return new SqlRefusal('unsupported', reason, remedy, position);
}

function analyzerRefusal(error: unknown, catalog: Catalog): unknown {
  return refusalFrom(error, catalogNames(catalog), (name) => refusedFunction(name)?.remedy);
}

function catalogNames({ tables }: Catalog): readonly string[] {
  const columns = tables.flatMap((table) => table.columns.map(({ name }) => name));
  return [...new Set([...tables.map(({ name }) => name), ...columns])];
}

function functionsOf(session: Session, catalog: Catalog): Promise<CatalogFunctions> {
  const known = session.functions.get(catalog);
  if (known) return known;
  const read = readFunctions(session, catalog);
  session.functions.set(catalog, read);
  return read;
}

/** Each CREATE FUNCTION is analyzed with those before it. */
async function readFunctions(session: Session, catalog: Catalog): Promise<CatalogFunctions> {
  const messages: FunctionMessage[] = [];
  const bodies = new Map<string, FunctionBody>();
  for (const sql of catalog.functions ?? []) {
    const alone: Catalog = { tables: catalog.tables };
    try {
      const statement = await analyze(session, sql, alone, {}, { messages, bodies });
      const { message, name, body } = readFunction(statement, messages.length + 1);
      messages.push(message);
      bodies.set(name, body);
    } catch (error) {
      throw refusal(error, lower(sql), catalog);
    }
  }
  return { messages, bodies };
}

/** The group that the analyzer puts before the names of a catalog's own functions. */
const GROUP = 'catalog';

function readFunction(
  statement: Statement,
  number: number,
): { message: FunctionMessage; name: string; body: FunctionBody } {
  if (statement.kind !== 'CreateFunctionStmt' || !statement.functionExpression)
    throw new SqlRefusal(
      'unsupported',
      'A function of the catalog is no SQL function.',
      'Write CREATE FUNCTION f(x TYPE) AS (…).',
    );
  const { namePath, signature, argumentNameList: argumentNames, functionExpression: expression } = statement;
  const path = namePath.join('.');
  if (lineageOf(statement).tables.length > 0)
    throw new SqlRefusal(
      'unsupported',
      `The function ${path} reads a table.`,
      'Pass what it needs as arguments.',
    );
  const message = { namePath: [path], group: GROUP, mode: 'SCALAR', signature: [signature] };
  return {
    message,
    name: `${GROUP}:${path}`,
    body: { argumentNames, expression: renumbered(expression, number) },
  };
}
