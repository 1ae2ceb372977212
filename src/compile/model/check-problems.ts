import { nearest } from '../nearest';
import { didYouMean } from '../problems';
import type { ModelFile } from '../project/types';
import { type CompiledCheck, repeatedKeys } from '../sql/checks';
import { windowParams } from '../sql/stage';
import { name } from '../sql/text';
import type { StepCompiler } from '../step-compiler';
import type { ModelProblems } from './problems';

/** Row checks of a model that its author may write: each is a bit of one INT64. */
export const MOST_ROW_CHECKS = 60;

/** What is wrong with checks taken together. */
export function findCheckProblems(
  file: ModelFile,
  checks: readonly CompiledCheck[],
  steps: StepCompiler,
  problems: ModelProblems,
): void {
  const own = checks.filter(({ place }) => place !== undefined);
  sameNames(own, problems);
  const rows = own.filter(({ check }) => check.scope === 'row');
  const beyond = rows[MOST_ROW_CHECKS]?.place;
  if (beyond)
    problems.add(
      'too_many_checks',
      beyond,
      `the model has ${rows.length} row checks; at most ${MOST_ROW_CHECKS} fit in one scan.`,
      'Join some in one expression, or check columns in the model that makes them.',
    );
  for (const check of file.checks) fieldExists(check, steps, problems);
}

function sameNames(checks: readonly CompiledCheck[], problems: ModelProblems): void {
  const seen = new Map<string, number>();
  for (const { check, place } of checks) {
    const before = seen.get(check.name);
    seen.set(check.name, place?.line ?? 0);
    if (before === undefined || !place) continue;
    const message = `there is a check ${check.name} already, on line ${before}.`;
    problems.add('check_name', place, message, 'Give one of them a name: of its own, or remove it.');
  }
}

function fieldExists(check: ModelFile['checks'][number], steps: StepCompiler, problems: ModelProblems): void {
  const { to, field } = check.arguments;
  const table = to === undefined ? undefined : steps.schemas.get(to);
  if (!table || field === undefined) return;
  const known = table.columns.map((column) => column.name);
  if (known.includes(field)) return;
  problems.add(
    'unknown_field',
    check.place,
    `relationships names the field ${field}, which ${to} does not have.`,
    didYouMean(nearest(field, known), `It has ${known.join(', ')}.`),
  );
}

/** Analyzes the checks one by one, so that a refusal names the check's line. */
export async function probeChecks(
  table: string,
  checks: readonly CompiledCheck[],
  steps: StepCompiler,
  problems: ModelProblems,
): Promise<void> {
  for (const check of checks) {
    const { place } = check;
    const sql = probe(table, check);
    if (place && sql)
      await problems.analyzed(
        () => steps.compile(sql, windowParams(sql)),
        () => place,
      );
  }
}

function probe(table: string, { fails, observed, uniqueColumns }: CompiledCheck): string | undefined {
  if (fails) return `SELECT ${fails} AS fails FROM ${name(table)} AS placed`;
  if (observed) return `SELECT CAST(${observed} AS FLOAT64) AS observed FROM ${name(table)}`;
  return uniqueColumns && repeatedKeys(table, uniqueColumns, ['_day']);
}
