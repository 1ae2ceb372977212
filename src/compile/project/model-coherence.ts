import type { Problem } from '../../core/errors';
import { type Places, type ProblemCode, problem, problemAt } from '../problems';
import type { ModelHeader } from './model-header';
import type { CheckFile, ModelFile } from './types';

/** What belongs together in a header stands together; what nothing would read is refused. */
export function headerProblems(
  places: Places,
  layer: ModelFile['layer'],
  header: ModelHeader,
  checks: readonly CheckFile[],
): Problem[] {
  const as = header.materialize?.as ?? 'view';
  const view = as === 'view' || as === 'materialized_view';
  return [
    ...RULES.filter((rule) => rule.broken({ ...header, as, layer, view })).map(
      ({ code, path, message, remedy }) => problemAt(places, path, code, message(as), remedy),
    ),
    ...(view ? checks.flatMap((check) => stopping(places.file, check)) : []),
  ];
}

interface Facts extends ModelHeader {
  readonly as: ModelFile['as'];
  readonly layer: ModelFile['layer'];
  readonly view: boolean;
}

interface Rule {
  readonly code: ProblemCode;
  readonly broken: (facts: Facts) => boolean;
  readonly path: readonly string[];
  readonly message: (as: string) => string;
  readonly remedy: string;
}

const RULES: readonly Rule[] = [
  {
    code: 'materialize',
    broken: ({ layer, materialize }) => layer === 'silver' && !materialize,
    path: [],
    message: () => 'a silver model has to say how it is materialized.',
    remedy: 'Add materialize: { as: incremental, partition_by: … }.',
  },
  {
    code: 'partition_by',
    broken: ({ as, materialize }) => as === 'incremental' && !materialize?.partition_by,
    path: ['materialize'],
    message: () => 'an incremental model needs a column whose days are replaced.',
    remedy: 'Add partition_by: a DATE column.',
  },
  {
    code: 'partition_by',
    broken: ({ as, materialize }) => as !== 'incremental' && materialize?.partition_by !== undefined,
    path: ['materialize', 'partition_by'],
    message: (as) => `partition_by belongs to incremental; this model is ${as}.`,
    remedy: 'Remove it, or use as: incremental.',
  },
  {
    code: 'unique_key',
    broken: ({ as, unique_key }) => as === 'scd2' && !unique_key,
    path: ['materialize'],
    message: () => 'a history (scd2) needs the key whose versions it keeps.',
    remedy: 'Add unique_key: { columns: [...] }.',
  },
  {
    code: 'unique_key',
    broken: ({ view, unique_key }) => view && unique_key !== undefined,
    path: ['unique_key'],
    message: (as) => `unique_key is decided when rows are published; this model is a ${as}.`,
    remedy: 'Remove it and say it in the SQL with QUALIFY ROW_NUMBER(), or materialize the model.',
  },
  {
    code: 'unique_key',
    broken: ({ as, unique_key }) => as !== 'incremental' && (unique_key?.within_days ?? 0) > 0,
    path: ['unique_key', 'within_days'],
    message: (as) => `within_days widens the window of incremental models; this model is ${as}.`,
    remedy: 'Remove it.',
  },
  {
    code: 'tracked',
    broken: ({ as, materialize }) => as !== 'scd2' && materialize?.tracked !== undefined,
    path: ['materialize', 'tracked'],
    message: (as) => `tracked belongs to scd2; this model is ${as}.`,
    remedy: 'Remove it, or use as: scd2.',
  },
  {
    code: 'reconcile',
    broken: ({ view, reconcile }) => view && Object.keys(reconcile).length > 0,
    path: ['reconcile'],
    message: () => 'a view is not published, so that nothing can be reconciled.',
    remedy: 'Remove it, or materialize the model as incremental or table.',
  },
  {
    code: 'materialize',
    broken: ({ view, max_rejected }) => view && max_rejected !== undefined,
    path: ['max_rejected'],
    message: (as) => `max_rejected is decided when rows are published; this model is a ${as}.`,
    remedy: 'Remove it, or materialize the model as incremental or table.',
  },
  {
    code: 'materialize',
    broken: ({ as, chunk_days }) => as !== 'incremental' && chunk_days !== undefined,
    path: ['chunk_days'],
    message: (as) => `chunk_days cuts the days of a model into tasks; this model is ${as}, made as a whole.`,
    remedy: 'Remove it, or materialize the model as incremental.',
  },
  {
    code: 'materialize',
    broken: ({ view, start }) => view && start !== undefined,
    path: ['start'],
    message: (as) => `start is where partitions begin; a ${as} has none.`,
    remedy: 'Remove it, or materialize the model as incremental.',
  },
  {
    code: 'materialize',
    broken: ({ view, grace }) => view && grace > 0,
    path: ['grace'],
    message: (as) => `grace keeps days of a table open; a ${as} has none.`,
    remedy: 'Remove it, or materialize the model as incremental.',
  },
  {
    code: 'lookback_days',
    broken: ({ as, lookback_days }) => as !== 'incremental' && Object.keys(lookback_days).length > 0,
    path: ['lookback_days'],
    message: (as) => `lookback_days belongs to incremental; this model is ${as}.`,
    remedy: 'Remove it.',
  },
];

function stopping(file: string, check: CheckFile): Problem[] {
  if (check.severity === 'warn') return [];
  const message = `a view is not published, so ${check.kind} cannot ${check.severity} it.`;
  const remedy = 'Use severity: warn, or materialize the model as incremental or table.';
  return [problem('view_severity', { file, ...check.place }, message, remedy)];
}
