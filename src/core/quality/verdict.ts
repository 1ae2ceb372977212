import { weekday } from '../dates';
import type { Check, Model } from '../manifest';
import type { IsoDate } from '../types';
import type { CheckResult, DayCounts, Deletion, Evidence, Totals, Verdict, Violation } from './types';
import { findingsText, onDay, percent, round, rowsOf } from './words';

type Judged = Pick<Model, 'name' | 'inputs' | 'checks' | 'maxRejected' | 'maxDeleted'>;

/**
 * Judges a staged batch, each day by its own rows: which days are staged together decides nothing about any of them.
 * Pure: the same evidence gives the same verdict.
 */
export function judge(model: Judged, evidence: Evidence): Verdict {
  const results = [
    ...evidence.days.flatMap((day) => judgeDay(model, day, evidence)),
    ...evidence.deletions.map((deletion) => judgeDeletion(deletion, model.maxDeleted ?? 1)),
  ];
  const failed = results.filter(({ outcome }) => outcome === 'failed');
  return { totals: totalsOf(evidence.days), results, failures: findingsText(failed) };
}

function totalsOf(days: readonly DayCounts[]): Totals {
  const sum = (pick: (day: DayCounts) => number): number => days.reduce((total, day) => total + pick(day), 0);
  return {
    staged: sum((day) => day.staged),
    passed: sum((day) => day.passed),
    quarantined: sum((day) => day.quarantined),
    duplicates: sum((day) => day.duplicates),
  };
}

function judgeDay(model: Judged, day: DayCounts, evidence: Evidence): CheckResult[] {
  const rules = day.violations.map((violation) => brokenRule(contractOf(model), day, violation));
  const checks = model.checks.map((check, index) =>
    judgeCheck(check, day, day.results[index] ?? null, evidence),
  );
  return [...rules, ...checks, ...judgeRejection(model, day, rules, checks)];
}

/** Models over bronze read one source. */
const contractOf = ({ inputs }: Judged): string =>
  inputs.find(({ table }) => table.startsWith(BRONZE))?.table.slice(BRONZE.length) ?? '';
const BRONZE = 'bronze.';

const brokenRule = (
  contract: string,
  { day, staged }: DayCounts,
  { rule, rows }: Violation,
): CheckResult => ({
  check: rule,
  severity: 'quarantine',
  day,
  judged: staged,
  failing: rows,
  observed: null,
  outcome: 'quarantined',
  message: `${onDay(rule, day)}: ${rowsOf(rows, staged)} broke this rule of the contract ${contract}.`,
});

/** The name under which the share of quarantined rows is judged, of each day that has some. */
export const MAX_REJECTED = 'max_rejected';

/** Of severity `quarantine`: what it judges is what was stopped, and that is no failure of a model test. */
function judgeRejection(
  model: Judged,
  { day, staged, quarantined }: DayCounts,
  rules: readonly CheckResult[],
  checks: readonly CheckResult[],
): CheckResult[] {
  if (quarantined === 0) return [];
  const limit = model.maxRejected;
  const observed = quarantined / staged;
  const check = MAX_REJECTED;
  const base = {
    check,
    severity: 'quarantine',
    day,
    judged: staged,
    failing: quarantined,
    observed,
  } as const;
  if (observed <= limit) return [{ ...base, outcome: 'passed' }];
  const stopping = checks.filter(({ severity, failing }) => severity === 'quarantine' && failing > 0);
  const by = [
    ...(rules.length > 0 ? [`by the contract ${contractOf(model)} (${countsOf(rules)})`] : []),
    ...(stopping.length > 0 ? [`by checks (${countsOf(stopping)})`] : []),
  ];
  const message = `${onDay(check, day)}: found ${rowsOf(quarantined, staged)} quarantined, expected at most ${percent(limit)}; stopped ${by.join(' and ')}.`;
  const remedy = `Deliver the rows again, corrected, or correct the rule; if so many are to be stopped, raise max_rejected of ${model.name}.`;
  return [{ ...base, outcome: 'failed', message, remedy }];
}

/** `required: store_id 4, type: amount 1`. */
const countsOf = (results: readonly CheckResult[]): string =>
  results.map(({ check, failing }) => `${check} ${failing}`).join(', ');

function judgeDeletion({ day, present, deleted }: Deletion, limit: number): CheckResult {
  const observed = deleted / present;
  const base = {
    check: 'max_deleted',
    severity: 'fail',
    day,
    judged: present,
    failing: deleted,
    observed,
  } as const;
  if (observed <= limit) return { ...base, outcome: 'passed' };
  const message = `max_deleted: the extract of ${day} lacks ${deleted} of ${present} keys (${percent(observed)}); the contract lets it delete ${percent(limit)}.`;
  const remedy =
    'Deliver the extract again if it is not complete; if the deletions are right, raise max_deleted for one run.';
  return { ...base, outcome: 'failed', message, remedy };
}

function judgeCheck(check: Check, day: DayCounts, found: number | null, evidence: Evidence): CheckResult {
  const countsRows = check.scope === 'row' || check.kind === 'unique';
  return countsRows ? judgeRows(check, day, found ?? 0) : judgeNumber(check, day, found, evidence);
}

/** A quarantine judges all rows, everything else those that would be published. */
function judgeRows(check: Check, { day, staged, passed }: DayCounts, failing: number): CheckResult {
  const { name, severity, tolerance, description } = check;
  const judged = severity === 'quarantine' ? staged : passed;
  const base = { check: name, severity, day, judged, failing, observed: null };
  if (failing === 0) return { ...base, outcome: 'passed' };
  const message = `${onDay(name, day)}: ${rowsOf(failing, judged)} failed; ${percent(tolerance)} may.`;
  const tolerated = failing / judged <= tolerance;
  const said = { message, ...(description && { remedy: description }) };
  if (severity === 'quarantine') return { ...base, outcome: tolerated ? 'quarantined' : 'failed', ...said };
  if (tolerated) return { ...base, outcome: 'passed' };
  return { ...base, outcome: severity === 'warn' ? 'warned' : 'failed', ...said };
}

const ONLY_CLOSED_DAYS = new Set<Check['kind']>(['row_count', 'freshness', 'distribution']);

function judgeNumber(
  check: Check,
  { day, passed }: DayCounts,
  observed: number | null,
  { openDays, baseline }: Evidence,
): CheckResult {
  const { name, severity, kind } = check;
  const base = { check: name, severity, day, judged: passed, failing: 0, observed };
  if (ONLY_CLOSED_DAYS.has(kind) && openDays.has(day))
    return { ...base, outcome: 'skipped', message: `${name}: ${day} is still open.` };
  const mean = weekdayMean(baseline.get(name), day);
  const broken = brokenBound(check, observed, mean);
  if (!broken) return { ...base, outcome: 'passed' };
  const message = `${onDay(name, day)}: found ${observed ?? 'nothing'}, expected ${broken}.`;
  return { ...base, failing: passed, outcome: severity === 'warn' ? 'warned' : 'failed', message };
}

/** The bound that is not kept, in words; null when all are. A ratio without history is kept. */
function brokenBound(
  { kind, bounds = {} }: Check,
  observed: number | null,
  mean: number | null,
): string | null {
  const { min, max, minRatio, maxRatio } = bounds;
  if (observed === null) return kind === 'freshness' ? 'a newest value' : null;
  if (min !== undefined && observed < min) return `at least ${min}`;
  if (max !== undefined && observed > max) return `at most ${max}`;
  if (mean === null) return null;
  if (minRatio !== undefined && observed < minRatio * mean)
    return `at least ${percent(minRatio)} of the weekday's mean ${round(mean)}`;
  if (maxRatio !== undefined && observed > maxRatio * mean)
    return `at most ${percent(maxRatio)} of the weekday's mean ${round(mean)}`;
  return null;
}

const BASELINE_WEEKS = 8;
const LEAST_HISTORY = 2;

/** The mean of the same weekday on up to eight earlier weeks; null with fewer than two. */
function weekdayMean(history: ReadonlyMap<IsoDate, number> | undefined, day: IsoDate): number | null {
  const earlier = [...(history ?? [])]
    .filter(([date]) => date < day && weekday(date) === weekday(day))
    .sort(([a], [b]) => (a < b ? 1 : -1))
    .slice(0, BASELINE_WEEKS)
    .map(([, observed]) => observed);
  return earlier.length < LEAST_HISTORY
    ? null
    : earlier.reduce((sum, value) => sum + value, 0) / earlier.length;
}
