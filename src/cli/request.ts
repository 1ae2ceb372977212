import { addDays } from '../core/dates';
import type { Manifest } from '../core/manifest';
import type { PlanRequest } from '../core/planning/plan';
import { selectModels } from '../core/selection';
import type { DateRange } from '../core/types';
import { UsageError } from './exit';

export interface PlanOptions {
  readonly models?: string;
  readonly startDate?: string;
  readonly endDate?: string;
  readonly force: boolean;
  readonly chunkDays?: string;
}

/** @throws {UsageError} for selectors that select nothing and dates that are none */
export function planRequest(
  manifest: Manifest,
  { models, startDate, endDate, force, chunkDays }: PlanOptions,
): PlanRequest {
  const range = checkedRange(startDate, endDate);
  return {
    ...(models && { models: modelsNamed(manifest, models) }),
    ...(range && { range }),
    force,
    ...(chunkDays !== undefined && { maxDays: checkedCount('--chunk-days', chunkDays) }),
  };
}

/** @throws {UsageError} for a selector that selects nothing */
function modelsNamed({ models }: Manifest, text: string): readonly string[] {
  const { names, nothing } = selectModels(models, text);
  if (nothing.length === 0) return names;
  const known = models.map((model) => model.name).join(', ');
  throw new UsageError(`--models: ${nothing.join(', ')} selects no model. There are ${known}.`);
}

/**
 * Half-open, from options that are inclusive; none where both are absent.
 * @throws {UsageError}
 */
export function checkedRange(
  startDate: string | undefined,
  endDate: string | undefined,
): DateRange | undefined {
  const start = checkedDate('--start-date', startDate);
  const end = checkedDate('--end-date', endDate);
  if (start && end && start > end)
    throw new UsageError(`--start-date ${start} is after --end-date ${end}. Swap them.`);
  if (!start && !end) return undefined;
  return { start: start ?? '0001-01-01', end: end ? addDays(end, 1) : '9999-12-31' };
}

/** The one table that is named, with or without its layer. @throws {UsageError} */
export function tableNamed({ models }: Manifest, text: string): string {
  const stored = models.filter((model) => model.steps);
  const found = stored.filter((model) => model.name === text || model.name.endsWith(`.${text}`));
  if (found.length === 1 && found[0]) return found[0].name;
  const known = (found.length > 1 ? found : stored).map((model) => model.name).join(', ');
  throw new UsageError(
    `${text} ${found.length > 1 ? 'is several tables' : 'is no table that a model makes'}. There are ${known}.`,
  );
}

export function checkedDate(option: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const valid =
    /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && addDays(text, 0) === text;
  if (!valid) throw new UsageError(`${option} is ${text}; expected a date such as 2026-10-25.`);
  return text;
}

/** @throws {UsageError} unless it is a whole number from 1 */
export function checkedCount(option: string, text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new UsageError(`${option} is ${text}; expected a whole number from 1.`);
}
