import { isOpen } from '../core/dates';
import type { Model } from '../core/manifest';
import type { DayCounts, Deletion, Evidence, Violation } from '../core/quality/types';
import { bindTo } from '../core/statement';
import type { IsoDate, Row, Values } from '../core/types';
import type { Context } from '../ports/context';
import type { StoredModel } from './stored-model';
import { count, text } from './warehouse-state';
import { asked } from './window-values';

type Judging = Pick<Context, 'manifest' | 'warehouse' | 'clock'>;

/**
 * Everything that a staged batch is judged by.
 * @param planned the dates that are made, which are judged also where no row was staged
 */
export async function gather(
  context: Judging,
  model: StoredModel,
  values: Values,
  planned: readonly IsoDate[],
): Promise<Evidence> {
  const { warehouse, manifest, clock } = context;
  const audit = await warehouse.query(bindTo(model.steps.audit, values), asked('audit', values));
  const repeated = await repeatedKeys(context, model, values);
  const violations = await violationsOf(context, model, values, audit.rows);
  const staged = audit.rows.map((row): DayCounts => {
    const day = text(row, 'day');
    return {
      day,
      staged: count(row, 'staged'),
      passed: count(row, 'passed'),
      quarantined: count(row, 'quarantined'),
      duplicates: count(row, 'duplicates'),
      violations: violations.get(day) ?? [],
      results: model.checks.map(
        (_, index) => observed(row, index) ?? repeated.get(`${day} ${index}`) ?? null,
      ),
    };
  });
  const days = [...staged, ...emptyDays(model, planned, staged)].sort((a, b) => (a.day < b.day ? -1 : 1));
  const open = days.filter(({ day }) =>
    isOpen(day, clock.now(), manifest.project.timeZone, model.graceHours),
  );
  return {
    days,
    baseline: await baseline(context, model, values),
    openDays: new Set(open.map(({ day }) => day)),
    deletions: await deletions(context, model, values),
  };
}

/** Days that are made, but of nothing. A history is made of extracts: a day that has none any more is no empty one. */
function emptyDays(
  { as, checks }: StoredModel,
  planned: readonly IsoDate[],
  staged: readonly DayCounts[],
): DayCounts[] {
  if (as === 'scd2') return [];
  const known = new Set(staged.map(({ day }) => day));
  const results = checks.map(({ kind }) => (kind === 'row_count' ? 0 : null));
  const nothing = { staged: 0, passed: 0, quarantined: 0, duplicates: 0, violations: [], results };
  return planned.filter((day) => !known.has(day)).map((day) => ({ day, ...nothing }));
}

/** Rows that repeat a key, by day and position of the check. */
async function repeatedKeys(
  { warehouse }: Judging,
  { steps: { grouped } }: StoredModel,
  values: Values,
): Promise<ReadonlyMap<string, number>> {
  if (!grouped) return new Map();
  const { rows } = await warehouse.query(bindTo(grouped, values), asked('grouped', values));
  return new Map(rows.map((row) => [`${text(row, 'day')} ${text(row, 'position')}`, count(row, 'repeated')]));
}

/** By day; asked only where the scan has found some. */
async function violationsOf(
  { warehouse }: Judging,
  { steps: { violations } }: StoredModel,
  values: Values,
  audit: readonly Row[],
): Promise<ReadonlyMap<IsoDate, readonly Violation[]>> {
  const byDay = new Map<IsoDate, Violation[]>();
  if (!violations || audit.every((row) => count(row, 'violations') === 0)) return byDay;
  const { rows } = await warehouse.query(bindTo(violations, values), asked('violations', values));
  for (const row of rows) {
    const day = text(row, 'day');
    const known = byDay.get(day) ?? [];
    byDay.set(day, [...known, { rule: text(row, 'rule'), rows: count(row, 'broken') }]);
  }
  return byDay;
}

/** Only where the contract bounds them. */
async function deletions({ warehouse }: Judging, model: StoredModel, values: Values): Promise<Deletion[]> {
  if (!model.steps.deletions || model.maxDeleted === undefined) return [];
  const { rows } = await warehouse.query(bindTo(model.steps.deletions, values), asked('deletions', values));
  return rows.map((row) => ({
    day: text(row, 'day'),
    present: count(row, 'present'),
    deleted: count(row, 'deleted'),
  }));
}

function observed(row: Row, index: number): number | null {
  const value = row[`check_${index}`];
  return value === null || value === undefined ? null : Number(value);
}

/** Only checks that compare with the past ask for it. */
async function baseline(
  { warehouse, manifest }: Judging,
  model: Model,
  { run = '', ...values }: Values,
): Promise<Evidence['baseline']> {
  const comparing = model.checks.filter(
    ({ bounds }) => bounds?.minRatio !== undefined || bounds?.maxRatio !== undefined,
  );
  const history = new Map<string, Map<IsoDate, number>>();
  if (comparing.length === 0) return history;
  const asks = { table_name: model.name, checks: comparing.map(({ name }) => name), run };
  const { rows } = await warehouse.query(bindTo(manifest.ops.baseline, asks), asked('baseline', values));
  for (const row of rows) {
    const dates = history.get(text(row, 'check_name')) ?? new Map<IsoDate, number>();
    if (row.observed !== null) dates.set(text(row, 'partition_date'), count(row, 'observed'));
    history.set(text(row, 'check_name'), dates);
  }
  return history;
}
