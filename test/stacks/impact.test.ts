import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironments } from '../../src/compile/environment';
import type { Environment } from '../../src/core/environment';
import { type Manifest, manifest as manifestSchema } from '../../src/core/manifest';
import { makeApp } from '../../stacks/app';
import { resourcesOf } from './resources';
import { PLACES, ROOT, readStacks, synthesized } from './synthesized';

/** Made once: what the project is before anything changes. */
const { folder } = synthesized();
const manifest = manifestSchema.parse(
  JSON.parse(readFileSync(join(folder, 'build', 'manifest.json'), 'utf8')),
);
const [dev] = readEnvironments(PLACES, {}, ['dev']) as [Environment];

const temporary = mkdtempSync(join(tmpdir(), 'ecluse-impact-'));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

interface Change {
  readonly manifest?: (manifest: Manifest) => void;
  readonly environment?: (environment: { -readonly [K in keyof Environment]: Environment[K] }) => void;
}

let number = 0;

/** Resources of dev, by address. */
function resources({
  manifest: changeManifest,
  environment: changeEnvironment,
}: Change): Map<string, string> {
  const changed = { manifest: structuredClone(manifest), environment: structuredClone(dev) };
  changeManifest?.(changed.manifest);
  changeEnvironment?.(changed.environment);
  const out = join(temporary, String(number++));
  const file = join(out, 'manifest.json');
  mkdirSync(out);
  writeFileSync(file, JSON.stringify(changed.manifest));
  const files = { manifest: file, functions: join(folder, 'build', 'functions'), root: ROOT };
  makeApp({ targets: [{ ...changed, files }], all: [changed.environment], outdir: out }).synth();
  return new Map(
    resourcesOf(readStacks(out)).map(({ stack, type, id, value }) => [
      `${stack} ${type}.${id}`,
      JSON.stringify(value),
    ]),
  );
}

const before = resources({});

/** What a plan would show: `+` new, `-` gone, `~` with the arguments that change. */
function impact(change: Change): string[] {
  const after = resources(change);
  const gone = [...before.keys()].filter((address) => !after.has(address)).map((address) => `- ${address}`);
  const others = [...after].flatMap(([address, value]) => {
    const old = before.get(address);
    if (old === undefined) return [`+ ${address}`];
    return old === value ? [] : [`~ ${address}: ${changedArguments(old, value).join(', ')}`];
  });
  return [...gone, ...others].map((line) => line.replace(/_[0-9A-F]{8}\b/g, '')).sort();
}

function changedArguments(old: string, now: string): string[] {
  const [before, after] = [JSON.parse(old), JSON.parse(now)] as Record<string, unknown>[];
  const keys = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...keys].filter((key) => JSON.stringify(before?.[key]) !== JSON.stringify(after?.[key])).sort();
}

const model = ({ models }: Manifest, name: string): Manifest['models'][number] => found(models, name);
const table = ({ tables }: Manifest, name: string): Manifest['tables'][number] => found(tables, name);

function found<T extends { name: string }>(list: readonly T[], name: string): T {
  const entry = list.find((candidate) => candidate.name === name);
  if (!entry) throw new Error(`The project has no ${name}`);
  return entry;
}

const MANIFEST_OBJECTS = [
  '~ dev-pipeline google_storage_bucket_object.active-manifest: content',
  '~ dev-pipeline google_storage_bucket_object.manifest: name, source',
];

test('the same project and environment are the same stacks', () => {
  expect(impact({})).toEqual([]);
});

describe('a change of the project changes exactly', () => {
  test('its table and the manifest, for the description of a column', () => {
    const change = (project: Manifest): void => {
      const [column] = table(project, 'gold.store_daily').columns;
      if (column) column.description = 'Another description.';
    };
    expect(impact({ manifest: change })).toEqual([
      ...MANIFEST_OBJECTS,
      '~ dev-warehouse google_bigquery_table.table-gold-store_daily_table: schema',
    ]);
  });

  test('its table, quarantine and the manifest, for a new column', () => {
    const change = (project: Manifest): void => {
      const column = { name: 'weather', type: 'STRING', description: 'The sky over the store.' };
      for (const name of ['gold.store_daily', 'quarantine.gold_store_daily'])
        table(project, name).columns.push(column);
    };
    expect(impact({ manifest: change })).toEqual([
      ...MANIFEST_OBJECTS,
      '~ dev-warehouse google_bigquery_table.table-gold-store_daily_table: schema',
      '~ dev-warehouse google_bigquery_table.table-quarantine-gold_store_daily_table: schema',
    ]);
  });

  test('one view and the manifest, for a new KPI: no function, no workflow, no grant', () => {
    const change = (project: Manifest): void => {
      const kpi = structuredClone(model(project, 'gold.kpi_store_daily'));
      project.models.push({ ...kpi, name: 'gold.kpi_copy' });
    };
    expect(impact({ manifest: change })).toEqual([
      '+ dev-warehouse google_bigquery_table.view-gold-kpi_copy_view',
      ...MANIFEST_OBJECTS,
    ]);
  });

  test('one routine, who may call it, the view that calls it and the manifest, for a function', () => {
    const change = (project: Manifest): void => {
      project.functions.push({
        name: 'fn.rounded',
        file: 'sql/functions/rounded.sql',
        statement: {
          googlesql:
            'CREATE OR REPLACE FUNCTION `fn.rounded`(x NUMERIC, digits INT64) AS (\n  ROUND(x, digits)\n)',
          duckdb: [],
          params: {},
        },
      });
      const view = model(project, 'gold.kpi_store_daily');
      if (view.createView)
        view.createView = {
          ...view.createView,
          googlesql: view.createView.googlesql.replace('SELECT', 'SELECT `fn.rounded`(1, 2) AS r,'),
        };
    };
    expect(impact({ manifest: change })).toEqual(
      [
        '+ dev-warehouse google_bigquery_routine.function-fn-rounded',
        '~ dev-warehouse google_bigquery_dataset.dataset-fn_dataset: access',
        '~ dev-warehouse google_bigquery_table.view-gold-kpi_store_daily_view: depends_on, view',
        ...MANIFEST_OBJECTS,
      ].sort(),
    );
  });

  test('one job and the manifest, for a schedule', () => {
    const change = (project: Manifest): void => {
      const [trigger] = project.pipelines[0]?.triggers ?? [];
      if (trigger?.kind === 'cron') trigger.cron = '0 4 * * *';
    };
    expect(impact({ manifest: change })).toEqual([
      '~ dev-pipeline google_cloud_scheduler_job.schedule-run-medallion: schedule',
      ...MANIFEST_OBJECTS,
    ]);
  });

  test('the texts of one alert and the manifest, for a threshold', () => {
    const change = (project: Manifest): void => {
      project.alerts.rejectedShare = 0.05;
    };
    expect(impact({ manifest: change })).toEqual([
      '~ dev-observability google_monitoring_alert_policy.alert-rejected: documentation',
      ...MANIFEST_OBJECTS,
    ]);
  });

  test('its object and the manifest, for the content of a reference table', () => {
    const change = (project: Manifest): void => {
      found(project.references, 'ref.regions').version = 'another';
    };
    expect(impact({ manifest: change })).toEqual([
      ...MANIFEST_OBJECTS,
      '~ dev-pipeline google_storage_bucket_object.reference-ref-regions: name',
    ]);
  });

  test('a topic, its files, who may write them and the manifest, for a source that streams', () => {
    const change = (project: Manifest): void => {
      const { server } = found(project.sources, 'deliveries');
      if (server.kind === 'files') server.streamed = true;
    };
    const grants = 'dev-pipeline google_storage_bucket_iam_member.grant-agent-pubsub-storage';
    expect(impact({ manifest: change })).toEqual(
      [
        '+ dev-pipeline google_pubsub_subscription.stream-deliveries-files',
        '+ dev-pipeline google_pubsub_subscription_iam_member.grant-agent-pubsub-pubsub-subscriber-subscription-stream-deliveries',
        '+ dev-pipeline google_pubsub_topic.stream-deliveries',
        `+ ${grants}-legacyBucketReader-bucket-landing`,
        `+ ${grants}-objectCreator-bucket-landing`,
        '~ dev-pipeline time_sleep.grants-settled: depends_on',
        ...MANIFEST_OBJECTS,
      ].sort(),
    );
  });

  test('a secret, who may read it and who may fill it, for an API that asks for one', () => {
    const change = (project: Manifest): void => {
      const { server } = found(project.sources, 'visits');
      if (server.kind === 'api')
        server.auth = { header: 'Authorization', secret: 'retail-token', prefix: 'Bearer ' };
    };
    expect(impact({ manifest: change })).toEqual(
      [
        '+ dev-pipeline google_secret_manager_secret.secret-retail-token',
        '+ dev-pipeline google_secret_manager_secret_iam_member.grant-account-collect-secretmanager-secretAccessor-secret-retail-token',
        '+ dev-pipeline google_secret_manager_secret_iam_member.grant-group-operators-secretmanager-secretVersionAdder-secret-retail-token',
        '~ dev-pipeline time_sleep.grants-settled: depends_on',
        ...MANIFEST_OBJECTS,
      ].sort(),
    );
  });
});

describe('a change of the environment changes exactly', () => {
  test('one function, for its size', () => {
    const change: Change['environment'] = (environment) => {
      environment.sizes.ingest.memory_mb = 4096;
    };
    expect(impact({ environment: change })).toEqual([
      '~ dev-pipeline google_cloudfunctions2_function.function-ingest_function: service_config',
    ]);
  });

  test('what the group may do, for the address of a group', () => {
    const change: Change['environment'] = (environment) => {
      environment.groups.analysts = 'readers@acme.example';
    };
    expect(impact({ environment: change })).toEqual(
      [
        '~ dev-warehouse google_bigquery_dataset.dataset-gold_dataset: access',
        '~ dev-warehouse google_bigquery_datapolicy_data_policy_iam_member.grant-group-analysts-bigquerydatapolicy-maskedReader-masking: member',
      ].sort(),
    );
  });

  test('two row policies, for a group that sees some rows', () => {
    const change: Change['environment'] = (environment) => {
      const group = 'north@acme.example';
      environment.row_access = [
        {
          name: 'north',
          table: 'gold.store_daily',
          column: 'region_name',
          values: ["L'Est", 'Nord"'],
          group,
        },
      ];
    };
    expect(impact({ environment: change })).toEqual([
      '+ dev-warehouse google_bigquery_row_access_policy.rows-gold-store_daily-engine',
      '+ dev-warehouse google_bigquery_row_access_policy.rows-gold-store_daily-north',
    ]);
  });

  test('the repository brings two triggers', () => {
    const change: Change['environment'] = (environment) => {
      const name = 'projects/p/locations/r/connections/c/repositories/r';
      environment.repository = { name, branch: 'main', approval: false };
    };
    expect(impact({ environment: change })).toEqual([
      '+ dev-delivery google_cloudbuild_trigger.deploy',
      '+ dev-delivery google_cloudbuild_trigger.plan',
    ]);
  });

  test('scans come by one switch', () => {
    const change: Change['environment'] = (environment) => {
      environment.dataplex_scans = true;
    };
    const lines = impact({ environment: change });
    expect(lines.length).toBeGreaterThan(5);
    expect(
      lines.filter((line) => !line.startsWith('+ dev-observability google_dataplex_datascan.scan-')),
    ).toEqual([]);
  });
});
