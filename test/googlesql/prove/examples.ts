/** One example by both implementations, and the verdict. */
import { type Catalog, type Compiled, type GoogleSql, SqlRefusal } from '../../../src/googlesql';
import { duckLiteral } from '../../../src/googlesql/duckdb/literal';
import { duckType, parseType } from '../../../src/googlesql/types';
import type { Example } from './corpus';
import type { Answer, Duck } from './duck';
import type { Reference, Relation } from './reference';
import { difference, type PlainValue } from './values';

/**
 * `same`: equal rows, or both fail. `refused`: we refuse, as the example says. `loud`: we fail where the reference
 * does not. `wrong`: other rows, or rows where the reference fails. Only the last is a lie.
 */
export type Verdict = 'same' | 'refused' | 'loud' | 'wrong';

/** What the reference says, and the SQL that we say it with: enough to repeat the comparison without the server. */
export interface Golden {
  readonly file: string;
  readonly name: string;
  readonly duckdb: readonly string[];
  readonly params: BoundParams;
  readonly ordered: boolean;
  /** Absent where the reference fails. */
  readonly answer?: Relation;
  readonly refusal?: string;
}

export interface Outcome {
  readonly verdict: Verdict;
  /** What differs, or what the refusal says. */
  readonly why: string;
}

/** Types and DuckDB literals of an example's parameters. */
export interface BoundParams {
  readonly types: Readonly<Record<string, string>>;
  readonly literals: Readonly<Record<string, string>>;
}

export async function recordGolden(
  example: Example,
  reference: Reference,
  googleSql: GoogleSql,
): Promise<Golden> {
  const { file, name } = example;
  const bound = await bindParams(example, reference);
  const answer = await referenceAnswer(example, reference);
  const ordered = example.readBack === undefined && /\bORDER BY\b[^()]*$/i.test(example.sql);
  const golden = { file, name, ordered, params: bound, ...(answer && { answer }) };
  try {
    return { ...golden, duckdb: await compileExample(example, reference.schema, googleSql, bound) };
  } catch (error) {
    if (error instanceof SqlRefusal) return { ...golden, duckdb: [], refusal: error.message };
    throw error;
  }
}

export async function judge(golden: Golden, duck: Duck): Promise<Outcome> {
  if (golden.refusal !== undefined)
    return { verdict: golden.answer ? 'refused' : 'same', why: golden.refusal };
  try {
    return compare(golden, await duck.run(golden.duckdb));
  } catch (error) {
    const verdict = golden.answer ? 'loud' : 'same';
    return { verdict, why: error instanceof Error ? error.message : String(error) };
  }
}

function compare({ answer, ordered }: Golden, found: Answer): Outcome {
  if (!answer) return { verdict: 'wrong', why: 'the reference fails' };
  const why = columnDifference(answer, found) ?? difference(answer.rows, found.rows, ordered);
  return why === undefined ? { verdict: 'same', why: '' } : { verdict: 'wrong', why };
}

function columnDifference(answer: Relation, found: Answer): string | undefined {
  for (const [i, { name, type }] of answer.columns.entries()) {
    const expected = normalType(duckType(parseType(type)));
    if (name && !name.startsWith('$') && name !== found.names[i])
      return `column ${name} is called ${found.names[i]}`;
    if (expected !== normalType(found.types[i] ?? ''))
      return `${name} is ${found.types[i]}, expected ${expected}`;
  }
  return undefined;
}

function normalType(type: string): string {
  return type.replaceAll('"', '').replaceAll('TIMESTAMP WITH TIME ZONE', 'TIMESTAMPTZ');
}

async function referenceAnswer(example: Example, reference: Reference): Promise<Relation | undefined> {
  try {
    return await reference.query(inline(example.expected ?? example.sql, '@', example.params));
  } catch {
    return undefined;
  }
}

export async function compileExample(
  example: Example,
  tables: Catalog['tables'],
  googleSql: GoogleSql,
  { types, literals }: BoundParams,
): Promise<readonly string[]> {
  const compiled = await googleSql.compile(example.sql, { catalog: { tables }, params: types });
  const statements = compiled.duckdb.map((sql) => inline(sql, '$', literals));
  if (!example.readBack) return statements;
  const catalog = { tables: [...tables, ...createdTable(example, compiled)] };
  const readBack = await googleSql.compile(example.readBack, { catalog });
  return [...statements, ...readBack.duckdb];
}

/** A table that the example creates, so that the query that reads it back finds it. */
function createdTable({ sql }: Example, { kind, columns }: Compiled): Catalog['tables'] {
  const name = /^CREATE\s+(?:OR\s+REPLACE\s+)?(?:TABLE|VIEW)\s+(?:IF\s+NOT\s+EXISTS\s+)?`([^`]+)`/i.exec(
    sql,
  )?.[1];
  return name && kind.startsWith('create') ? [{ name, columns }] : [];
}

async function bindParams({ params }: Example, reference: Reference): Promise<BoundParams> {
  const types: Record<string, string> = {};
  const literals: Record<string, string> = {};
  for (const [name, literal] of Object.entries(params)) {
    const { columns, rows } = await reference.query(`SELECT ${literal}`);
    const type = columns[0]?.type ?? 'STRING';
    const value: PlainValue = rows[0]?.[0] ?? null;
    types[name] = type;
    literals[name] = duckLiteral(value, parseType(type));
  }
  return { types, literals };
}

/** Puts literals in the place of `@name` or `$name`. */
export function inline(sql: string, sigil: '@' | '$', values: Readonly<Record<string, string>>): string {
  const pattern = sigil === '@' ? /@(\w+)/g : /\$(\w+)/g;
  return sql.replace(pattern, (whole, name: string) => (name in values ? `(${values[name]})` : whole));
}
