import { z } from 'zod';
import type { Problem } from '../../core/errors';
import { CHECK_KINDS, SEVERITIES } from '../../core/manifest/check';
import { nearest } from '../nearest';
import { isRegex } from './contract';
import type { CheckArguments, CheckFile } from './types';
import type { YamlSource } from './yaml-source';

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const options = {
  severity: z.enum(SEVERITIES).optional(),
  tolerance: z.number().min(0).max(1).optional(),
  name: z.string().optional(),
  description: z.string().optional(),
};
const column = z.string();
const columns = z.array(z.string()).min(1);
const bound = z.number();

/** For each kind, what may stand behind it, and how short forms are spelled out. */
const FORMS = {
  not_null: z.union([
    columns.transform((list) => ({ columns: list })),
    column.transform((one) => ({ columns: [one] })),
    z.strictObject({ ...options, columns: columns.optional() }),
  ]),
  unique: z.union([
    columns.transform((list) => ({ columns: list })),
    column.transform((one) => ({ columns: [one] })),
    z.strictObject({ ...options, columns: columns.optional() }),
  ]),
  accepted_values: z.union([
    z
      .array(scalar)
      .min(1)
      .transform((values) => ({ values })),
    z.strictObject({ ...options, column: column.optional(), values: z.array(scalar).min(1) }),
  ]),
  relationships: z.strictObject({ ...options, column: column.optional(), to: z.string(), field: z.string() }),
  range: z.strictObject({
    ...options,
    column: column.optional(),
    min: bound.optional(),
    max: bound.optional(),
  }),
  length: z.strictObject({
    ...options,
    column: column.optional(),
    min: bound.optional(),
    max: bound.optional(),
  }),
  matches: z.union([
    z.string().transform((pattern) => ({ pattern })),
    z.strictObject({ ...options, column: column.optional(), pattern: z.string() }),
  ]),
  expression: z.union([
    z.string().transform((sql) => ({ sql })),
    z.strictObject({ ...options, sql: z.string() }),
  ]),
  row_count: z.strictObject({
    ...options,
    min: bound.optional(),
    max: bound.optional(),
    min_ratio: bound.optional(),
    max_ratio: bound.optional(),
  }),
  freshness: z.strictObject({ ...options, column, max_hours: bound }),
  sum_between: z.strictObject({
    ...options,
    column: column.optional(),
    min: bound.optional(),
    max: bound.optional(),
  }),
  distribution: z.strictObject({ ...options, column: column.optional(), max_shift: bound }),
} satisfies Record<CheckFile['kind'], z.ZodType>;

const NEEDS_COLUMN = new Set<CheckFile['kind']>([
  'accepted_values',
  'relationships',
  'range',
  'length',
  'matches',
  'sum_between',
  'distribution',
]);
const BATCH = new Set<CheckFile['kind']>(['unique', 'row_count', 'freshness', 'sum_between', 'distribution']);

/** A check as written: `not_null`, or a map with one entry. */
export const writtenCheck = z.union([z.string(), z.record(z.string(), z.unknown())]);

interface Where {
  readonly source: YamlSource;
  readonly path: readonly PropertyKey[];
  /** The column under which it stands. */
  readonly column?: string;
  /** Of checks that do not say theirs. */
  readonly severity: CheckFile['severity'];
}

/** One check, or the problem that keeps it from being one. */
export function readCheck(
  written: z.infer<typeof writtenCheck>,
  where: Where,
): { check?: CheckFile; problem?: Problem } {
  const [kindText = '', argument] =
    typeof written === 'string' ? [written, {}] : (Object.entries(written)[0] ?? []);
  const problem = (code: string, message: string, remedy: string): { problem: Problem } => ({
    problem: where.source.problem(code, where.path, message, remedy),
  });
  const kind = CHECK_KINDS.find((candidate) => candidate === kindText);
  if (!kind) {
    const guess = nearest(kindText, CHECK_KINDS);
    return problem(
      'unknown_check',
      `there is no check ${kindText}.`,
      guess ? `Did you mean ${guess}?` : `There are ${CHECK_KINDS.join(', ')}.`,
    );
  }
  if (typeof written !== 'string' && Object.keys(written).length > 1)
    return problem(
      'check_form',
      `a check is one entry; this one has ${Object.keys(written).join(', ')}.`,
      `Indent the others below ${kind}, or give each its own dash.`,
    );
  const parsed = FORMS[kind].safeParse(argument);
  if (!parsed.success)
    return problem(
      'check_arguments',
      `the arguments of ${kind} are ${JSON.stringify(argument)}: ${parsed.error.issues[0]?.message}.`,
      'See docs/project.md, Checks.',
    );
  return finish(kind, parsed.data as Arguments, where, problem);
}

type Arguments = { [K in keyof CheckArguments]?: CheckArguments[K] | undefined } & {
  severity?: CheckFile['severity'];
  tolerance?: number;
  name?: string;
  description?: string;
  min_ratio?: number;
  max_ratio?: number;
  max_hours?: number;
  max_shift?: number;
};

function finish(
  kind: CheckFile['kind'],
  {
    severity: written,
    tolerance,
    name,
    description,
    min_ratio,
    max_ratio,
    max_hours,
    max_shift,
    ...rest
  }: Arguments,
  { column: under, path, source, severity: usual }: Where,
  problem: (code: string, message: string, remedy: string) => { problem: Problem },
): { check?: CheckFile; problem?: Problem } {
  const severity = written ?? usual;
  if (NEEDS_COLUMN.has(kind) && !rest.column && !under)
    return problem(
      'check_column',
      `${kind} does not say which column it judges.`,
      'Put it under a column, or add column:.',
    );
  if ((kind === 'not_null' || kind === 'unique') && !rest.columns && !under)
    return problem(
      'check_column',
      `${kind} does not say which columns it judges.`,
      `Write ${kind}: [column].`,
    );
  if (rest.pattern !== undefined && !isRegex(rest.pattern))
    return problem(
      'pattern',
      `${rest.pattern} is not a regular expression.`,
      'Correct it; quote it in YAML.',
    );
  if (severity === 'quarantine' && BATCH.has(kind))
    return problem(
      'check_severity',
      `${kind} judges a batch, so there is no row to quarantine.`,
      'Use severity fail or warn.',
    );
  const more = { minRatio: min_ratio, maxRatio: max_ratio, maxHours: max_hours, maxShift: max_shift };
  const check: CheckFile = {
    kind,
    severity,
    // A quarantine is bounded by max_rejected; all other checks tolerate nothing unless they say so.
    tolerance: tolerance ?? (severity === 'quarantine' ? 1 : 0),
    ...(name && { name }),
    ...(description && { description }),
    ...(under && { column: under }),
    arguments: Object.fromEntries(
      Object.entries({ ...rest, ...more }).filter(([, value]) => value !== undefined),
    ) as CheckArguments,
    line: source.line(path),
  };
  return { check };
}
