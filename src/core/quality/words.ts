import { WHOLE } from '../planning/plan';
import type { IsoDate } from '../types';
import type { CheckResult } from './types';

export const percent = (share: number): string => `${round(share * 100)} %`;
export const round = (value: number): number => Math.round(value * 100) / 100;
export const rowsOf = (some: number, all: number): string =>
  `${some} of ${all} ${all === 1 ? 'row' : 'rows'}`;

/** `range: amount on 2026-10-26`; what has no partitions is judged as a whole. */
export const onDay = (what: string, day: IsoDate): string => (day === WHOLE ? what : `${what} on ${day}`);

/** Days of one check whose findings are told in full. */
const IN_FULL = 3;

type Finding = Pick<CheckResult, 'check' | 'day' | 'message' | 'remedy'>;

/** What results say: the first days of each check in full, then the dates of the others, then what to do. */
export function findingsText(results: readonly Finding[]): string[] {
  const checks = new Map<string, Finding[]>();
  for (const result of results) checks.set(result.check, [...(checks.get(result.check) ?? []), result]);
  return [...checks.values()].map(textOfCheck);
}

function textOfCheck(results: readonly Finding[]): string {
  const full = results.slice(0, IN_FULL).flatMap(({ message }) => message ?? []);
  const others = results.slice(IN_FULL).map(({ day }) => day);
  const more = others.length > 0 ? [`The same on ${others.join(', ')}.`] : [];
  return [...full, ...more, results[0]?.remedy ?? ''].filter(Boolean).join(' ');
}
