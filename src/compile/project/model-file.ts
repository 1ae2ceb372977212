import { z } from 'zod';
import type { Problem } from '../../core/errors';
import { splitStatements } from '../sql-text';
import { readCheck, writtenCheck } from './checks';
import { isoDate } from './ecluse-yaml';
import type { CheckFile, ModelFile } from './types';
import { YamlSource } from './yaml-source';

const names = z.array(z.string()).min(1);
const kpiMeasure = z.strictObject({
  unit: z.string().optional(),
  better: z.enum(['up', 'down']).optional(),
  description: z.string().optional(),
});

export const modelHeader = z.strictObject({
  description: z.string(),
  owner: z.string().default(''),
  tags: z.array(z.string()).default([]),
  materialize: z
    .strictObject({
      as: z.enum(['incremental', 'table', 'scd2', 'view', 'materialized_view']),
      partition_by: z.string().optional(),
      cluster_by: z.array(z.string()).max(4).default([]),
      tracked: names.optional(),
    })
    .optional(),
  start: isoDate.optional(),
  grace: z.number().min(0).default(0),
  lookback_days: z.record(z.string(), z.number().int().min(0)).default({}),
  unique_key: z
    .strictObject({
      columns: names,
      order_by: z.array(z.string()).default([]),
      within_days: z.number().int().min(0).default(0),
    })
    .optional(),
  columns: z
    .record(
      z.string(),
      z.strictObject({ description: z.string().optional(), checks: z.array(writtenCheck).default([]) }),
    )
    .default({}),
  checks: z.array(writtenCheck).default([]),
  max_rejected: z.number().min(0).max(1).default(0.1),
  reconcile: z
    .record(
      z.string(),
      z.strictObject({ expected: z.string(), actual: z.string(), tolerance: z.number().min(0).default(0) }),
    )
    .default({}),
  kpi: z
    .strictObject({
      time: z.string(),
      dimensions: z.array(z.string()).default([]),
      measures: z.record(z.string(), kpiMeasure),
    })
    .optional(),
});
type Header = z.infer<typeof modelHeader>;

const HEADER = /^(\uFEFF?\s*\/\*---[ \t]*\r?\n)([\s\S]*?)---\*\//;

/** One model, or the problems that keep it from being one. */
export function readModel(file: string, text: string): { model?: ModelFile; problems: Problem[] } {
  const found = HEADER.exec(text);
  const [, opening = '', yaml = ''] = found ?? [];
  if (!found) {
    const problem = {
      code: 'no_header',
      place: { file, line: 1 },
      message: 'the file does not begin with a header.',
      remedy: 'Begin it with /*--- description: … ---*/ as docs/project.md shows.',
    };
    return { problems: [problem] };
  }
  const source = new YamlSource(file, yaml, opening.split('\n').length);
  const { data, problems } = source.parse(modelHeader);
  if (!data) return { problems };
  const sqlStart = found[0].length;
  const sqlText = text.slice(sqlStart);
  const reader = new ModelReader(file, source, data);
  const model = reader.read(sqlText, text.slice(0, sqlStart).split('\n').length);
  return reader.problems.length > 0 ? { problems: reader.problems } : { model, problems: [] };
}

const isView = (as: ModelFile['as']): boolean => as === 'view' || as === 'materialized_view';

class ModelReader {
  readonly problems: Problem[] = [];
  constructor(
    private readonly file: string,
    private readonly source: YamlSource,
    private readonly header: Header,
  ) {}

  read(sqlText: string, firstLine: number): ModelFile {
    const { header } = this;
    const [, layer = 'silver', base = ''] = /sql\/(silver|gold)\/([^/]+)\.sql$/.exec(this.file) ?? [];
    const statements = splitStatements(sqlText);
    if (statements.length !== 1)
      this.report(
        'one_query',
        [],
        `the file has ${statements.length} statements after the header.`,
        'A model is one query.',
      );
    const as = header.materialize?.as ?? 'view';
    if (layer === 'silver' && !header.materialize)
      this.report(
        'materialize',
        [],
        'a silver model has to say how it is materialized.',
        'Add materialize: { as: incremental, partition_by: … }.',
      );
    this.coherent(as);
    const checks = this.checks(isView(as) ? 'warn' : 'fail');
    if (isView(as)) this.onlyWarnings(checks);
    const first = statements[0];
    return {
      name: `${layer}.${base}`,
      layer: layer === 'gold' ? 'gold' : 'silver',
      file: this.file,
      description: header.description,
      owner: header.owner,
      tags: header.tags,
      as,
      ...(header.materialize?.partition_by && { partitionBy: header.materialize.partition_by }),
      clusterBy: header.materialize?.cluster_by ?? [],
      ...(header.materialize?.tracked && { tracked: header.materialize.tracked }),
      ...(header.start && { start: header.start }),
      graceHours: header.grace,
      maxRejected: header.max_rejected,
      lookbackDays: header.lookback_days,
      ...(header.unique_key && {
        uniqueKey: {
          columns: header.unique_key.columns,
          orderBy: header.unique_key.order_by,
          withinDays: header.unique_key.within_days,
        },
      }),
      columns: Object.fromEntries(
        Object.entries(header.columns).map(([name, { description }]) => [
          name,
          { ...(description && { description }), line: this.source.line(['columns', name]) },
        ]),
      ),
      checks,
      reconcile: Object.entries(header.reconcile).map(([name, entry]) => ({ name, ...entry })),
      ...(header.kpi && { kpi: header.kpi as NonNullable<ModelFile['kpi']> }),
      sql: first?.sql ?? '',
      sqlLine: firstLine + (first?.line ?? 1) - 1,
    };
  }

  /** What belongs together stands together. */
  private coherent(as: ModelFile['as']): void {
    const { materialize, unique_key } = this.header;
    if (as === 'incremental' && !materialize?.partition_by)
      this.report(
        'partition_by',
        ['materialize'],
        'an incremental model needs a column whose days are replaced.',
        'Add partition_by: a DATE column.',
      );
    if (as === 'scd2' && !unique_key)
      this.report(
        'unique_key',
        ['materialize'],
        'a history (scd2) needs the key whose versions it keeps.',
        'Add unique_key: { columns: [...] }.',
      );
    if (as !== 'scd2' && materialize?.tracked)
      this.report(
        'tracked',
        ['materialize', 'tracked'],
        `tracked belongs to scd2; this model is ${as}.`,
        'Remove it, or use as: scd2.',
      );
    if (as !== 'incremental' && materialize?.partition_by)
      this.report(
        'partition_by',
        ['materialize', 'partition_by'],
        `partition_by belongs to incremental; this model is ${as}.`,
        'Remove it, or use as: incremental.',
      );
  }

  private checks(severity: CheckFile['severity']): CheckFile[] {
    const entries = [
      ...Object.entries(this.header.columns).flatMap(([column, { checks }]) =>
        checks.map((written, index) => ({ written, path: ['columns', column, 'checks', index], column })),
      ),
      ...this.header.checks.map((written, index) => ({
        written,
        path: ['checks', index],
        column: undefined,
      })),
    ];
    return entries.flatMap(({ written, path, column }) => {
      const { check, problem } = readCheck(written, {
        source: this.source,
        path,
        severity,
        ...(column !== undefined && { column }),
      });
      if (problem) this.problems.push(problem);
      return check ? [check] : [];
    });
  }

  private onlyWarnings(checks: readonly CheckFile[]): void {
    for (const check of checks)
      if (check.severity !== 'warn')
        this.problems.push({
          code: 'view_severity',
          place: { file: this.file, line: check.line },
          message: `a view is not published, so ${check.kind} cannot ${check.severity} it.`,
          remedy: 'Use severity: warn, or materialize the model as incremental or table.',
        });
  }

  private report(code: string, path: readonly PropertyKey[], message: string, remedy: string): void {
    this.problems.push(this.source.problem(code, path, message, remedy));
  }
}
