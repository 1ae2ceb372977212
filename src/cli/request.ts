import { addDays } from '../core/dates';
import type { Manifest } from '../core/manifest';
import type { PlanRequest } from '../core/planning/plan';
import { matches } from '../core/selection';
import { UsageError } from './exit';

export interface PlanOptions {
  readonly models?: string;
  readonly startDate?: string;
  readonly endDate?: string;
  readonly force: boolean;
}

/** @throws {UsageError} for selectors that select nothing and dates that are none */
export function planRequest(
  manifest: Manifest,
  { models, startDate, endDate, force }: PlanOptions,
): PlanRequest {
  const start = checkedDate('--start-date', startDate);
  const end = checkedDate('--end-date', endDate);
  if (start && end && start > end)
    throw new UsageError(`--start-date ${start} is after --end-date ${end}. Swap them.`);
  const range =
    start || end ? { start: start ?? '0001-01-01', end: end ? addDays(end, 1) : '9999-12-31' } : undefined;
  return { ...(models && { models: selectModels(manifest, models) }), ...(range && { range }), force };
}

function selectModels(manifest: Manifest, text: string): string[] {
  const selected = new Set<string>();
  for (const selector of text.split(',').map((part) => part.trim())) {
    const found = manifest.models.filter((model) => matches(selector, model));
    if (found.length === 0) {
      const known = manifest.models.map((model) => model.name).join(', ');
      throw new UsageError(`--models: ${selector} selects no model. There are ${known}.`);
    }
    for (const model of found) selected.add(model.name);
  }
  return [...selected];
}

export function checkedDate(option: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const valid =
    /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && addDays(text, 0) === text;
  if (!valid) throw new UsageError(`${option} is ${text}; expected a date such as 2026-10-25.`);
  return text;
}
