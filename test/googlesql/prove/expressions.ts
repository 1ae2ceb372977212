/** Generated expressions over all combinations of edge values, by DuckDB and by the reference. */
import type { GoogleSql } from '../../../src/googlesql';
import { SqlRefusal } from '../../../src/googlesql';
import type { Duck } from './duck';
import { EDGES } from './edges';
import type { Outcome } from './examples';
import type { Reference } from './reference';
import { TEMPLATES } from './templates';
import { type PlainRow, type PlainValue, sameValue } from './values';

interface Context {
  readonly reference: Reference;
  readonly googleSql: GoogleSql;
  readonly duck: Duck;
}

export interface ExpressionReport {
  readonly family: string;
  /** One for each expression. */
  readonly lines: readonly (Outcome & { readonly name: string })[];
  /** Values compared. */
  readonly values: number;
}

/** Proves the families whose name is in `only`, or all. */
export async function proveExpressions(
  context: Context,
  only: readonly string[],
): Promise<readonly ExpressionReport[]> {
  for (const [letter, values] of Object.entries(EDGES)) await createEdgeTable(context, letter, values);
  const reports: ExpressionReport[] = [];
  for (const [family, templates] of Object.entries(TEMPLATES))
    if (only.length === 0 || only.includes(family))
      reports.push(await proveFamily(context, family, templates));
  return reports;
}

async function createEdgeTable(
  { reference, duck }: Context,
  letter: string,
  values: readonly string[],
): Promise<void> {
  const name = `edge.${letter}`;
  const rows = values.map((value, i) => `SELECT ${i} AS id, ${value} AS x`);
  await reference.createTable(name, rows.join(' UNION ALL '));
  const table = reference.tables.get(name);
  if (table) await duck.createTable(name, table);
}

async function proveFamily(
  context: Context,
  family: string,
  templates: readonly string[],
): Promise<ExpressionReport> {
  const lines: (Outcome & { name: string })[] = [];
  let values = 0;
  for (const template of templates) {
    const { compared, ...outcome } = await proveTemplate(context, template);
    lines.push({ name: template, ...outcome });
    values += compared;
  }
  return { family, lines, values };
}

type Proof = Outcome & { readonly compared: number };

/** The edge columns a template names; each is the column of a table of its own, and all are joined. */
function columnsOf(template: string): readonly string[] {
  const text = template.replace(/'(?:[^'\\]|\\.)*'/g, "''");
  return [...new Set(text.match(/\b[a-z][12]\b/g) ?? [])];
}

function source(columns: readonly string[]): string {
  if (columns.length === 0) return '(SELECT 0 AS id)';
  const inputs = columns.map((column) => `\`edge.${column[0]}\` AS t_${column}`);
  const values = columns.map((column) => `t_${column}.x AS ${column}`);
  const id = columns.reduce(
    (sum, column) => (sum ? `(${sum}) * 100 + t_${column}.id` : `t_${column}.id`),
    '',
  );
  return `(SELECT ${id} AS id, ${values.join(', ')} FROM ${inputs.join(' CROSS JOIN ')})`;
}

async function proveTemplate(context: Context, template: string): Promise<Proof> {
  const rows = source(columnsOf(template));
  const expected = await referenceValues(context, template, rows);
  if (typeof expected === 'string') return { verdict: 'same', why: expected, compared: 0 };
  try {
    const difference = await compareValues(context, template, rows, expected);
    const [verdict = 'same', why = ''] = difference ?? [];
    return { verdict, why, compared: expected.size };
  } catch (error) {
    if (error instanceof SqlRefusal) return { verdict: 'refused', why: error.message, compared: 0 };
    throw error;
  }
}

type Expected = ReadonlyMap<string, { readonly fails: boolean; readonly value: PlainValue }>;

/** By row number; text where the reference refuses the expression as such. */
async function referenceValues(
  { reference }: Context,
  template: string,
  rows: string,
): Promise<Expected | string> {
  try {
    const { rows: answer } = await reference.query(
      `SELECT id, ISERROR(${template}) AS fails, IFERROR(${template}, NULL) AS v FROM ${rows}`,
    );
    return new Map(answer.map(([id, fails, value = null]) => [String(id), { fails: fails === true, value }]));
  } catch (error) {
    return `the reference fails: ${error instanceof Error ? error.message : String(error)}`;
  }
}

async function compareValues(
  context: Context,
  template: string,
  rows: string,
  expected: Expected,
): Promise<readonly [Outcome['verdict'], string] | undefined> {
  const failing = [...expected].filter(([, { fails }]) => fails).map(([id]) => id);
  const found = await duckValues(context, template, rows, `NOT (id IN (${failing.join(', ') || '-1'}))`);
  if (typeof found === 'string') return ['loud', found];
  for (const [id, value = null] of found) {
    const want = expected.get(String(id));
    if (want && !sameValue(want.value, value))
      return ['wrong', `row ${id}: expected ${JSON.stringify(want.value)}, found ${JSON.stringify(value)}`];
  }
  return silentFailure(context, template, rows, failing);
}

/** A row where the reference fails and we do not. */
async function silentFailure(
  context: Context,
  template: string,
  rows: string,
  failing: readonly string[],
): Promise<readonly [Outcome['verdict'], string] | undefined> {
  for (const id of failing) {
    const found = await duckValues(context, template, rows, `id = ${id}`);
    if (typeof found !== 'string')
      return ['wrong', `row ${id}: the reference fails, found ${JSON.stringify(found[0]?.[1])}`];
  }
  return undefined;
}

/** Rows of id and value, or the error's text. @throws {SqlRefusal} */
async function duckValues(
  { googleSql, reference, duck }: Context,
  template: string,
  rows: string,
  where: string,
): Promise<readonly PlainRow[] | string> {
  const sql = `SELECT id, ${template} AS v FROM ${rows} WHERE ${where}`;
  const { duckdb } = await googleSql.compile(sql, { catalog: { tables: reference.schema } });
  try {
    return (await duck.run(duckdb)).rows;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
