import type { z } from 'zod';
import type { Problem } from '../../core/errors';
import { CHECK_KINDS } from '../../core/manifest/check';
import { nearest } from '../nearest';
import { didYouMean, type Places, type ProblemCode, problemAt } from '../problems';
import {
  BOUNDED,
  type CheckKind,
  FORMS,
  OF_A_BATCH,
  OF_COLUMNS,
  OF_ONE_COLUMN,
  type writtenCheck,
} from './check-forms';
import { patternProblem } from './regex';
import type { CheckArguments, CheckFile } from './types';
import { shortText } from './yaml-issues';

interface Where {
  readonly places: Places;
  readonly path: readonly PropertyKey[];
  /** The column under which it stands. */
  readonly column?: string;
  /** Of checks that do not say theirs. */
  readonly severity: CheckFile['severity'];
}

type Outcome = { readonly check: CheckFile } | { readonly problem: Problem };

/** A check as its form reads it, bounds still under the names that they have in YAML. */
type Read = { [K in keyof CheckArguments]?: CheckArguments[K] | undefined } & {
  severity?: CheckFile['severity'];
  tolerance?: number;
  name?: string;
  description?: string;
  min_ratio?: number;
  max_ratio?: number;
  max_hours?: number;
  max_shift?: number;
};

/** One check, or the problem that keeps it from being one. */
export function readCheck(written: z.infer<typeof writtenCheck>, where: Where): Outcome {
  const entries: [string, unknown][] =
    typeof written === 'string' ? [[written, {}]] : Object.entries(written);
  const [kindText, argument] = entries[0] ?? ['', {}];
  const refuse = (code: ProblemCode, message: string, remedy: string): Outcome => ({
    problem: problemAt(where.places, where.path, code, message, remedy),
  });
  if (entries.length > 1)
    return refuse(
      'check_form',
      `a check is one entry; this one has ${entries.map(([key]) => key).join(', ')}.`,
      `Indent the others below ${kindText}, or give each its own dash.`,
    );
  const kind = CHECK_KINDS.find((candidate) => candidate === kindText);
  if (!kind)
    return refuse(
      'unknown_check',
      `there is no check ${kindText || '(empty)'}.`,
      didYouMean(nearest(kindText, CHECK_KINDS), `There are ${CHECK_KINDS.join(', ')}.`),
    );
  const parsed = FORMS[kind].schema.safeParse(argument ?? {});
  if (!parsed.success)
    return refuse(
      'check_arguments',
      argumentsMessage(kind, argument),
      `Write ${FORMS[kind].usage}, with severity, tolerance and name where needed.`,
    );
  const read = parsed.data as Read;
  const problem = incoherence(kind, read, where);
  return problem ? refuse(...problem) : { check: checkOf(kind, read, where) };
}

function argumentsMessage(kind: CheckKind, argument: unknown): string {
  const found =
    typeof argument === 'object' && Object.keys(argument ?? {}).length === 0 ? 'none' : shortText(argument);
  return `the arguments of ${kind} are ${found}.`;
}

type Incoherence = readonly [ProblemCode, string, string];

/** What each argument may be on its own, but not together or in this place. */
function incoherence(kind: CheckKind, read: Read, { column, severity }: Where): Incoherence | undefined {
  if (OF_ONE_COLUMN.has(kind) && !read.column && !column)
    return [
      'check_column',
      `${kind} does not say which column it judges.`,
      'Put it under a column, or add column:.',
    ];
  if (OF_COLUMNS.has(kind) && !read.columns && !column)
    return ['check_column', `${kind} does not say which columns it judges.`, `Write ${kind}: [column].`];
  if (OF_A_BATCH.has(kind) && (read.severity ?? severity) === 'quarantine')
    return [
      'check_severity',
      `${kind} judges a batch, so there is no row to quarantine.`,
      'Use severity fail or warn.',
    ];
  const pattern = read.pattern === undefined ? null : patternProblem(read.pattern);
  if (pattern)
    return [
      'pattern',
      `the pattern ${read.pattern} ${pattern}; patterns are RE2's.`,
      'Write it without; quote it in YAML.',
    ];
  return BOUNDED.has(kind) ? unbounded(kind, read) : undefined;
}

function unbounded(kind: CheckKind, read: Read): Incoherence | undefined {
  const { min, max, min_ratio, max_ratio } = read;
  if ([min, max, min_ratio, max_ratio].every((value) => value === undefined))
    return [
      'check_arguments',
      `${kind} has no bound, so that it can never fail.`,
      `Write ${FORMS[kind].usage}.`,
    ];
  const crossed = (low = Number.NEGATIVE_INFINITY, high = Number.POSITIVE_INFINITY): boolean => low > high;
  if (crossed(min, max) || crossed(min_ratio, max_ratio))
    return [
      'check_arguments',
      `the least value that ${kind} accepts is above the greatest.`,
      'Exchange them.',
    ];
  return undefined;
}

function checkOf(kind: CheckKind, read: Read, { places, path, column, severity: usual }: Where): CheckFile {
  const {
    severity = usual,
    tolerance,
    name,
    description,
    min_ratio,
    max_ratio,
    max_hours,
    max_shift,
    ...rest
  } = read;
  const bounds = { minRatio: min_ratio, maxRatio: max_ratio, maxHours: max_hours, maxShift: max_shift };
  return {
    kind,
    severity,
    // A quarantine is bounded by max_rejected; all other checks tolerate nothing unless they say so.
    tolerance: tolerance ?? (severity === 'quarantine' ? 1 : 0),
    ...(name && { name }),
    ...(description && { description }),
    ...(column && { column }),
    arguments: Object.fromEntries(
      Object.entries({ ...rest, ...bounds }).filter(([, value]) => value !== undefined),
    ) as CheckArguments,
    place: places.place(path),
  };
}
