import { weekday } from '../dates';
import type { Check, Model } from '../manifest';
import type { IsoDate } from '../types';

/** What the one scan counted for a day. */
export interface DayCounts {
  readonly day: IsoDate;
  readonly staged: number;
  readonly passed: number;
  readonly quarantined: number;
  readonly duplicates: number;
  /** Rows that broke a rule of the contract. */
  readonly violations: number;
  /** By position in `model.checks`: failing rows of row checks, the observed number of day checks. */
  readonly results: readonly (number | null)[];
}

/** Everything a batch is judged by. */
export interface Evidence {
  readonly days: readonly DayCounts[];
  /** By position in `model.checks`: rows that repeat a key. */
  readonly repeated: ReadonlyMap<number, number>;
  /** Observations of day checks on earlier days, by check name. */
  readonly baseline: ReadonlyMap<string, ReadonlyMap<IsoDate, number>>;
  /** Days that are still open: volume, freshness and distribution are not judged. */
  readonly openDays: ReadonlySet<IsoDate>;
  /** Extracts that delete keys and were not let through before. */
  readonly deletions: readonly Deletion[];
}

/** The keys that a full extract lacks. */
export interface Deletion {
  readonly day: IsoDate;
  /** Keys that were there before. */
  readonly present: number;
  readonly deleted: number;
}

export type Outcome = 'passed' | 'warned' | 'quarantined' | 'failed' | 'skipped';

export interface CheckResult {
  readonly check: string;
  readonly severity: Check['severity'];
  /** The day judged; null when the batch was judged as a whole. */
  readonly day: IsoDate | null;
  readonly judged: number;
  readonly failing: number;
  readonly observed: number | null;
  readonly outcome: Outcome;
  /** Why, for everything but `passed`: what was found and what was expected. */
  readonly message?: string;
}

export interface Totals {
  readonly staged: number;
  readonly passed: number;
  readonly quarantined: number;
  readonly duplicates: number;
}

export interface Verdict {
  readonly totals: Totals;
  readonly results: readonly CheckResult[];
  /** Empty: the batch may be published. */
  readonly failures: readonly string[];
}

/** Judges a staged batch. Pure: the same evidence gives the same verdict. */
export function judge(
  model: Pick<Model, 'checks' | 'maxRejected' | 'maxDeleted'>,
  evidence: Evidence,
): Verdict {
  const totals = totalsOf(evidence.days);
  const results = [
    ...contractResult(evidence.days, totals),
    ...model.checks.flatMap((check, index) => judgeCheck(check, index, evidence, totals)),
    ...evidence.deletions.map((deletion) => judgeDeletion(deletion, model.maxDeleted ?? 1)),
  ];
  const rejected = rejection(model.maxRejected, totals, results);
  const failed = results
    .filter((result) => result.outcome === 'failed')
    .map((result) => result.message ?? result.check);
  return { totals, results, failures: [...failed, ...rejected] };
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

function contractResult(days: readonly DayCounts[], totals: Totals): CheckResult[] {
  const failing = days.reduce((total, day) => total + day.violations, 0);
  if (failing === 0) return [];
  const message = `${failing} of ${totals.staged} rows break a rule of the contract.`;
  return [
    {
      check: 'contract',
      severity: 'quarantine',
      day: null,
      judged: totals.staged,
      failing,
      observed: null,
      outcome: 'quarantined',
      message,
    },
  ];
}

function rejection(
  limit: number,
  { staged, quarantined }: Totals,
  results: readonly CheckResult[],
): string[] {
  if (quarantined <= limit * staged) return [];
  const stopping = results.filter(({ outcome }) => outcome === 'quarantined');
  const by = stopping.map(({ check, failing }) => `${check} ${failing}`).join(', ');
  return [
    `${quarantined} of ${staged} rows were quarantined${by && ` (${by})`}; max_rejected allows ${percent(limit)}.`,
  ];
}

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
  const message = `max_deleted: the extract of ${day} lacks ${deleted} of ${present} keys (${percent(observed)}); the contract lets it delete ${percent(limit)}. Deliver the extract again if it is not complete; if the deletions are right, raise max_deleted for one run.`;
  return { ...base, outcome: 'failed', message };
}

function judgeCheck(check: Check, index: number, evidence: Evidence, totals: Totals): CheckResult[] {
  if (check.scope === 'row') {
    const failing = evidence.days.reduce((total, day) => total + (day.results[index] ?? 0), 0);
    return [judgeRows(check, failing, check.severity === 'quarantine' ? totals.staged : totals.passed)];
  }
  if (check.kind === 'unique') return [judgeRows(check, evidence.repeated.get(index) ?? 0, totals.passed)];
  return evidence.days.map((day) => judgeDay(check, day, day.results[index] ?? null, evidence));
}

function judgeRows(check: Check, failing: number, judged: number): CheckResult {
  const base = { check: check.name, severity: check.severity, day: null, judged, failing, observed: null };
  if (failing === 0) return { ...base, outcome: 'passed' };
  const message = `${check.name}: ${failing} of ${judged} rows fail; ${percent(check.tolerance)} may.`;
  const tolerated = failing <= check.tolerance * judged;
  if (check.severity === 'quarantine')
    return { ...base, outcome: tolerated ? 'quarantined' : 'failed', message };
  if (tolerated) return { ...base, outcome: 'passed' };
  return { ...base, outcome: check.severity === 'warn' ? 'warned' : 'failed', message };
}

const ONLY_CLOSED_DAYS = new Set<Check['kind']>(['row_count', 'freshness', 'distribution']);

function judgeDay(check: Check, day: DayCounts, observed: number | null, evidence: Evidence): CheckResult {
  const base = {
    check: check.name,
    severity: check.severity,
    day: day.day,
    judged: day.passed,
    failing: 0,
    observed,
  };
  if (ONLY_CLOSED_DAYS.has(check.kind) && evidence.openDays.has(day.day))
    return { ...base, outcome: 'skipped', message: `${check.name}: ${day.day} is still open.` };
  const mean = weekdayMean(evidence.baseline.get(check.name), day.day);
  const broken = brokenBound(check, observed, mean);
  if (!broken) return { ...base, outcome: 'passed' };
  const message = `${check.name} on ${day.day}: found ${observed ?? 'nothing'}, expected ${broken}.`;
  return { ...base, failing: day.passed, outcome: check.severity === 'warn' ? 'warned' : 'failed', message };
}

/** The bound that is not kept, in words; null when all are. A ratio without history is kept. */
function brokenBound(check: Check, observed: number | null, mean: number | null): string | null {
  const { min, max, minRatio, maxRatio } = check.bounds ?? {};
  if (observed === null) return check.kind === 'freshness' ? 'a newest value' : null;
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

const percent = (share: number): string => `${round(share * 100)} %`;
const round = (value: number): number => Math.round(value * 100) / 100;
