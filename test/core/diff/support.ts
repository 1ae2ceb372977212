import type { Manifest, Model, Source } from '../../../src/core/manifest';

const statement = (googlesql: string) => ({ googlesql, duckdb: [], params: {} });

const source = (name: string): Source =>
  ({
    name,
    file: `contracts/${name}.yaml`,
    description: 'What arrives.',
    owner: 'team',
    columns: [
      { name: 'id', type: 'STRING', required: true, primaryKey: true },
      { name: 'amount', type: 'NUMERIC', required: false, primaryKey: false },
    ],
    server: { kind: 'files', prefix: `${name}/`, format: 'csv' },
    drift: 'keep_extra',
    delivery: { mode: 'append' },
    view: `bronze.${name}`,
    fingerprint: `${name} 1`,
  }) as unknown as Source;

const model = (name: string, reads: string, more: Partial<Model> = {}): Model =>
  ({
    name,
    layer: name.startsWith('silver') ? 'silver' : 'gold',
    file: `sql/${name.replace('.', '/')}.sql`,
    description: 'What is made.',
    owner: 'team',
    tags: ['daily'],
    pipeline: 'all',
    as: 'incremental',
    columns: [
      { name: 'day', type: 'DATE' },
      { name: 'id', type: 'STRING' },
      { name: 'amount', type: 'NUMERIC', description: 'Euros.' },
    ],
    partitionBy: 'day',
    clusterBy: ['id'],
    grain: 'other',
    graceHours: 0,
    maxRejected: 0.1,
    inputs: [{ table: reads, versioning: 'partition', lookbackDays: 0, withinDays: 0 }],
    lineage: { id: [`${reads}.id`], amount: [`${reads}.amount`] },
    checks: [{ name: 'range: amount', kind: 'range', scope: 'row', severity: 'fail', tolerance: 0, bit: 0 }],
    reconcile: [{ name: 'sum', tolerance: 0, statement: statement('SELECT 1') }],
    steps: {},
    fingerprint: `${name} 1`,
    ...more,
  }) as unknown as Model;

/** Two sources, silver and gold over each, and a KPI over one: as much of a manifest as a comparison looks at. */
export const MANIFEST: Manifest = {
  version: 1,
  project: {
    name: 'shop',
    description: 'A shop.',
    timeZone: 'Europe/Paris',
    retainDays: 7,
    start: '2026-10-01',
  },
  fingerprint: 'm',
  sources: [source('sales'), source('visits')],
  references: [
    {
      name: 'ref.regions',
      file: 'reference/regions.csv',
      columns: [{ name: 'code', type: 'STRING' }],
      version: 'r1',
      scratch: 'scratch.regions',
      load: [],
    },
  ],
  models: [
    model('silver.sales', 'bronze.sales'),
    model('silver.visits', 'bronze.visits'),
    model('gold.daily', 'silver.sales'),
    model('gold.kpi_daily', 'gold.daily', {
      as: 'view',
      kpi: { time: 'day', dimensions: [], measures: { amount: { unit: 'EUR' } } },
      createView: statement('CREATE OR REPLACE VIEW `gold.kpi_daily` AS SELECT 1'),
    }),
  ].map((entry) => (entry.createView ? withoutTable(entry) : entry)),
  pipelines: [
    { name: 'all', models: ['silver.sales'], triggers: [{ kind: 'cron', cron: '0 3 * * *', zone: 'UTC' }] },
  ],
  alerts: { durationRatio: 2, recordsRatio: 0.8, rejectedShare: 0.01 },
  functions: [{ name: 'fn.net', file: 'sql/functions/net.sql', statement: statement('CREATE FUNCTION …') }],
  migrations: [],
  tables: [],
  external: [],
  ops: {} as Manifest['ops'],
};

function withoutTable({ partitionBy: _day, steps: _steps, ...view }: Model): Model {
  return { ...view, clusterBy: [] };
}
