/** One round over a manifest: makes the tables in the order in which the project does, and judges what it passes. */
import type { Manifest, Model, Source } from '../../../../src/core/manifest';
import type { Column, Statement } from '../../../../src/core/types';
import type { GoogleSql } from '../../../../src/googlesql';
import { duckLiteral } from '../../../../src/googlesql/duckdb/literal';
import { parseType } from '../../../../src/googlesql/types';
import { Duck } from '../duck';
import { type Golden, inline, judge, type Outcome } from '../examples';
import type { Reference, Relation } from '../reference';
import { type Expectation, expectationOf } from './expectation';
import { type Field, RowMaker, type RowOptions, WINDOW, WINDOW_DATES } from './rows';

const ROWS = 24;

export interface Step extends Outcome {
  readonly name: string;
  /** Rows of the reference's answer; 0 where it failed. */
  readonly rows: number;
}

/** Literals of a statement's parameters on both sides; a list of dates is a bare list. */
interface Bound {
  readonly google: Readonly<Record<string, string>>;
  readonly duck: Readonly<Record<string, string>>;
  /** Parameters that are lists, for `IN (…)`. */
  readonly lists: readonly string[];
}

export class Steps {
  readonly #made: Step[] = [];
  readonly #rows: RowMaker;

  private constructor(
    private readonly manifest: Manifest,
    private readonly reference: Reference,
    private readonly googleSql: GoogleSql,
    private readonly duck: Duck,
    options: RowOptions,
  ) {
    this.#rows = new RowMaker(options);
  }

  static async start(
    manifest: Manifest,
    reference: Reference,
    googleSql: GoogleSql,
    options: RowOptions,
  ): Promise<Steps> {
    return new Steps(manifest, reference, googleSql, await Duck.start(), options);
  }

  close(): void {
    this.duck.close();
  }

  async run(): Promise<readonly Step[]> {
    const { sources, references, models, ops, tables } = this.manifest;
    for (const { name, columns } of tables)
      if (/^(ops|ref|quarantine|retained)\./.test(name)) await this.#make(name, columns);
    await this.#judgeAll('ops', statementsBelow(ops));
    for (const source of sources) await this.#source(source);
    for (const { name, columns, scratch, load } of references) {
      await this.#make(scratch, cleanFields(columns));
      await this.#judgeAll(name, load);
    }
    for (const model of models) await this.#model(model);
    return this.#made;
  }

  async #source({ name, columns, raw, rawColumns, clean, view, createView, ingest }: Source): Promise<void> {
    const types = new Map(columns.map((column) => [column.name, column]));
    await this.#make(
      raw,
      rawColumns.map((column) => ({ ...column, ...asText(types.get(column.name)) })),
    );
    await this.#make(clean, cleanFields(columns));
    await this.#judgeAll(name, ingest);
    await this.#create(`${view} view`, createView, view);
  }

  async #model(model: Model): Promise<void> {
    const { name, as, columns, steps, createView, reconcile } = model;
    // A history goes on from what is published.
    if (as === 'scd2') await this.#make(name, columns);
    if (createView) await this.#create(`${name} view`, createView, name);
    if (steps) {
      for (const statement of steps.stage) await this.#create(`${name} stage`, statement);
      await this.#publishedTable(model, steps.publish);
      const { stage: _stage, gap: _gap, ...others } = steps;
      await this.#judgeAll(name, statementsBelow(others));
      if (steps.gap) await this.#gap(model, steps.gap);
    }
    await this.#judgeAll(`${name} reconcile`, statementsBelow(reconcile));
  }

  /** A gap opens when bronze gets other rows than those that were staged. */
  async #gap({ name, inputs }: Model, gap: Statement): Promise<void> {
    const source = this.manifest.sources.find(({ view }) => inputs.some(({ table }) => table === view));
    if (!source) return;
    await this.#make(source.raw, source.rawColumns);
    await this.#judge(`${name} gap`, gap);
  }

  /** The rows that the project would publish. */
  async #publishedTable({ name }: Model, publish: readonly Statement[]): Promise<void> {
    const insert = publish.find(({ googlesql }) => googlesql.startsWith(`INSERT INTO \`${name}\``));
    const query = insert?.googlesql.replace(/^[^\n]*\n/, '');
    if (!insert || !query) throw new Error(`${name} is published by no INSERT of a query`);
    await this.#putOr(name, google(query, await this.#bind(insert)));
  }

  async #judgeAll(name: string, statements: readonly Statement[]): Promise<void> {
    for (const [index, statement] of statements.entries())
      await this.#judge(`${name} ${index + 1} ${firstWords(statement.googlesql)}`, statement);
  }

  /** Judges a statement that makes a table or view, and makes it for those that follow. */
  async #create(name: string, statement: Statement, table?: string): Promise<void> {
    await this.#judge(name, statement);
    const { query, creates = table } = expectationOf(statement.googlesql, (of) => this.#columns(of));
    if (!creates) return;
    const bound = await this.#bind(statement);
    await this.#putOr(creates, google(query, bound));
  }

  /** The rows of the query; made-up ones where the reference fails or finds none, so that what follows has some. */
  async #putOr(name: string, query: string): Promise<void> {
    const { columns } = await this.googleSql.compile(query, { catalog: { tables: this.reference.schema } });
    await this.#put(name, query).catch(() => undefined);
    if (!this.#table(name)?.rows.length) await this.#make(name, columns);
  }

  async #judge(name: string, statement: Statement): Promise<void> {
    const expectation = expectationOf(statement.googlesql, (of) => this.#columns(of));
    for (const bound of await this.#bindings(statement)) {
      const answer = await this.#answer(google(expectation.query, bound));
      const outcome = await judge(golden(name, statement, expectation, bound, answer), this.duck);
      this.#made.push({ name, rows: (answer?.rows.length ?? 0) || this.#deletable(statement), ...outcome });
    }
  }

  async #answer(query: string): Promise<Relation | undefined> {
    return this.reference.query(query).catch(() => undefined);
  }

  /** An assertion that a count is a parameter is tried with the count and with another number. */
  async #bindings(statement: Statement): Promise<readonly Bound[]> {
    const bound = await this.#bind(statement);
    const [, count, param] = /^ASSERT (\(SELECT .*\)) = @(\w+) AS/s.exec(statement.googlesql) ?? [];
    if (!count || !param) return [bound];
    const answer = await this.#answer(google(`SELECT ${count}`, bound));
    const value = String(answer?.rows[0]?.[0] ?? 0);
    return [
      { ...bound, google: { ...bound.google, [param]: value }, duck: { ...bound.duck, [param]: value } },
      bound,
    ];
  }

  async #bind({ params }: Statement): Promise<Bound> {
    const literals = Object.entries(params).map(([name, type]) => [name, this.#param(name, type)] as const);
    const duck: Record<string, string> = {};
    for (const [name, literal] of literals) duck[name] = await this.#duckLiterals(literal);
    const lists = Object.keys(params).filter((name) => params[name] === 'DATES');
    return { google: Object.fromEntries(literals), duck, lists };
  }

  #param(name: string, type: string): string {
    if (type === 'DATES') return WINDOW_DATES.join(', ');
    if (/^(window_)?start(_date)?$/.test(name)) return WINDOW.start;
    if (/^(window_)?end(_date)?$/.test(name)) return WINDOW.end;
    return this.#rows.value(type, name === 'file_id' ? 'id' : name);
  }

  /** One literal, or a list of them, in DuckDB's spelling. */
  async #duckLiterals(list: string): Promise<string> {
    const { columns, rows } = await this.reference.query(`SELECT ${list}`);
    return columns.map(({ type }, i) => duckLiteral(rows[0]?.[i] ?? null, parseType(type))).join(', ');
  }

  async #make(name: string, fields: readonly Field[]): Promise<void> {
    await this.#put(name, this.#rows.table(fields, ROWS));
  }

  async #put(name: string, query: string): Promise<void> {
    await this.reference.createTable(name, query);
    const table = this.reference.tables.get(name);
    if (table) await this.duck.createTable(name, table);
  }

  #columns(table: string): readonly string[] {
    return (this.#table(table)?.columns ?? []).map(({ name }) => name);
  }

  #table(name: string): Relation | undefined {
    return this.reference.tables.get(name);
  }

  /** Rows that a DELETE finds: nothing is left of them to be counted. */
  #deletable({ googlesql }: Statement): number {
    const table = /^DELETE FROM `([^`]+)`/.exec(googlesql)?.[1];
    return table ? (this.#table(table)?.rows.length ?? 0) : 0;
  }
}

function golden(
  name: string,
  statement: Statement,
  { readBack, asserts }: Expectation,
  bound: Bound,
  answer: Relation | undefined,
): Golden {
  const statements = statement.duckdb.map((sql) => bindText(sql, '$', bound.duck, bound.lists));
  return {
    file: 'project',
    name,
    duckdb: readBack ? [...statements, readBack] : statements,
    params: { types: {}, literals: {} },
    ordered: readBack === undefined && /\bORDER BY\b[^()]*$/i.test(statement.googlesql),
    ...(answer && !(asserts && answer.rows[0]?.[0] !== true) && { answer }),
  };
}

function google(sql: string, bound: Bound): string {
  return bindText(sql, '@', bound.google, bound.lists);
}

function bindText(
  sql: string,
  sigil: '@' | '$',
  literals: Readonly<Record<string, string>>,
  lists: readonly string[],
): string {
  const text = lists.reduce((bound, name) => bound.replaceAll(`${sigil}${name}`, literals[name] ?? ''), sql);
  const others = Object.entries(literals).filter(([name]) => !lists.includes(name));
  return inline(text, sigil, Object.fromEntries(others));
}

/** All statements in the order of the manifest. */
export function allStatements(manifest: Manifest): readonly Statement[] {
  return statementsBelow(manifest);
}

function statementsBelow(value: unknown): readonly Statement[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('googlesql' in value && 'duckdb' in value) return [value as Statement];
  return Object.values(value).flatMap(statementsBelow);
}

function cleanFields(columns: readonly (Column & { format?: string })[]): readonly Field[] {
  const own = columns.map((column) => ({ name: column.name, type: 'STRING', ...asText(column) }));
  return [...own, { name: '_extra', type: 'STRING' }, { name: '_line', type: 'INT64' }];
}

function asText(column: (Column & { format?: string }) | undefined): Pick<Field, 'textOf'> {
  return column ? { textOf: { type: column.type, format: column.format } } : {};
}

function firstWords(sql: string): string {
  return sql.replace(/\s+/g, ' ').slice(0, 40);
}
