import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readEnvironments } from '../../src/compile/environment';
import { manifest as manifestSchema } from '../../src/core/manifest';
import { permissions } from '../../stacks/permissions/table';
import type { Grant } from '../../stacks/permissions/types';
import { ALL, type Found } from './resources';
import { PLACES as FIXTURE, synthesized } from './synthesized';

const manifest = manifestSchema.parse(
  JSON.parse(readFileSync(join(synthesized().folder, 'build', 'manifest.json'), 'utf8')),
);
const environments = readEnvironments(FIXTURE, {});

/** `who role on`, spelled as the plan spells it. */
type Line = string;

/** Where a grant of the plan is, in the words of the table. */
const PLACES: Readonly<Record<string, (value: Found['value']) => string>> = {
  google_project_iam_member: () => 'project',
  google_service_account_iam_member: ({ service_account_id }) =>
    `account:${/ecluse-([\w-]+)@/.exec(String(service_account_id))?.[1]}`,
  google_storage_bucket_iam_member: ({ bucket }) => `bucket:${String(bucket).replace(/^.*-ecluse-/, '')}`,
  google_cloud_run_v2_service_iam_member: ({ name }) => `function:${String(name).replace('ecluse-', '')}`,
  google_secret_manager_secret_iam_member: ({ secret_id }) => `secret:${secret_id}`,
  google_pubsub_topic_iam_member: ({ topic }) => `topic:${String(topic).replace('ecluse-', '')}`,
  google_pubsub_subscription_iam_member: ({ subscription }) =>
    `subscription:${String(subscription).replace('ecluse-', '')}`,
  google_artifact_registry_repository_iam_member: () => 'images',
  google_kms_crypto_key_iam_member: () => 'keys',
  google_data_catalog_policy_tag_iam_member: () => 'policy_tags',
  google_bigquery_datapolicy_data_policy_iam_member: () => 'masking',
};
const BASIC: Readonly<Record<string, string>> = {
  READER: 'roles/bigquery.dataViewer',
  WRITER: 'roles/bigquery.dataEditor',
  OWNER: 'roles/bigquery.dataOwner',
};

function granted(environment: string): Line[] {
  const here = ALL.filter((found) => found.environment === environment);
  const members = here
    .filter(({ type }) => type.endsWith('_iam_member'))
    .map(({ type, value }) => {
      const place = PLACES[type] ?? (() => `unknown place ${type}`);
      return `${whoOf(String(value.member))} ${roleOf(value)} ${place(value)}${namesOf(value)}`;
    });
  const datasets = here
    .filter(({ type }) => type === 'google_bigquery_dataset')
    .flatMap(({ value }) =>
      (value.access as Record<string, string>[])
        .filter((entry) => entry.role)
        .map((entry) => {
          if (entry.special_group)
            return `owners:project ${BASIC[entry.role ?? '']} dataset:${value.dataset_id}`;
          const member = entry.group_by_email
            ? `group:${entry.group_by_email}`
            : `serviceAccount:${entry.user_by_email}`;
          return `${whoOf(member)} ${BASIC[entry.role ?? ''] ?? entry.role} dataset:${value.dataset_id}`;
        }),
    );
  return [...new Set([...members, ...datasets])].sort();
}

/** One of our own as the table names it. */
const roleOf = ({ role }: Found['value']): string =>
  String(role).replace(/^projects\/acme-\w+\/roles\/ecluse\./, 'own:');

/** The beginning of names to which a condition narrows the grant, as the table has it. */
function namesOf({ condition }: Found['value']): string {
  if (!condition) return '';
  const prefix = /startsWith\("(.*)"\)/.exec(String((condition as Record<string, unknown>).expression))?.[1];
  return ` ${prefix}*`;
}

/** A member in the words of the table. */
function whoOf(member: string): string {
  const account = /^serviceAccount:ecluse-([\w-]+)@(acme-\w+)\./.exec(member);
  if (account) return `account:${account[1]}`;
  const group = /^group:data-(\w+)@/.exec(member);
  if (group) return `group:${group[1]}`;
  return `agent:${AGENT_DOMAINS[/@([\w-]+)\./.exec(member)?.[1] ?? ''] ?? member}`;
}

const AGENT_DOMAINS: Readonly<Record<string, string>> = {
  'gs-project-accounts': 'storage',
  'bigquery-encryption': 'bigquery',
  'gcp-sa-pubsub': 'pubsub',
  'gcf-admin-robot': 'functions',
  'serverless-robot-prod': 'run',
  'gcp-sa-artifactregistry': 'artifacts',
  'gcp-sa-secretmanager': 'secrets',
  'gcp-sa-workflows': 'workflows',
};

const lineOf = ({ who, role, on, namesFrom }: Grant): Line =>
  `${who} ${role} ${on}${namesFrom ? ` ${namesFrom}*` : ''}`;

describe.each(environments.map((environment) => [environment.name, environment] as const))(
  'in %s',
  (name, environment) => {
    const table = permissions({ manifest, environment, chain: [environment] });

    test('the plan grants exactly what the permissions table says, and nothing else', () => {
      expect(granted(name)).toEqual([...new Set(table.map(lineOf))].sort());
    });
  },
);

describe('the permissions table', () => {
  const [environment] = environments;
  const table = environment ? permissions({ manifest, environment, chain: [environment] }) : [];

  test('says why, once for each line', () => {
    const lines = table.map(({ who, role, on, namesFrom }) => [who, role, on, namesFrom].join(' '));
    expect(lines.filter((line, index) => lines.indexOf(line) !== index)).toEqual([]);
    expect(table.filter(({ why }) => why.length < 8)).toEqual([]);
  });

  test('lets analysts see gold, and hashes of classified columns, and nothing more', () => {
    const analysts = table.filter(({ who }) => who === 'group:analysts').map(({ on }) => on);
    expect(analysts.sort()).toEqual(['dataset:gold', 'masking']);
  });

  test('lets no person and no function administer anything', () => {
    const others = table.filter(({ who }) => who !== 'account:builder' && who !== 'owners:project');
    expect(
      others.filter(
        ({ role }) => /admin|owner|editor$/i.test(role) && !/storage|bigquery\.dataEditor/.test(role),
      ),
    ).toEqual([]);
  });

  test('lets who ends runs end jobs of others, by a role that can do nothing else', () => {
    const cancels = table.filter(({ role }) => role === 'own:jobCanceller').map(({ who }) => who);
    expect(cancels).toEqual(['account:finish-run', 'account:sweep']);
    const roles = ALL.filter(({ type }) => type === 'google_project_iam_custom_role');
    expect(new Set(roles.map(({ value }) => `${value.role_id}: ${value.permissions}`))).toEqual(
      new Set([
        'ecluse.jobCanceller: bigquery.jobs.get,bigquery.jobs.update',
        'ecluse.metricReader: logging.logMetrics.get,logging.logMetrics.list',
      ]),
    );
  });

  test('lets a pull request read structure and change nothing', () => {
    const planner = table.filter(({ who }) => who === 'account:planner').map(({ role }) => role);
    const writes = planner.filter(
      (role) => !/viewer|reader|reviewer|logWriter|serviceUsageConsumer/i.test(role),
    );
    expect(writes).toEqual([]);
    expect(planner).not.toContain('roles/bigquery.dataViewer');
    expect(planner).not.toContain('roles/logging.viewer');
  });
});
