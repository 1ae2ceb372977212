import { ACCESS } from './policy/access';
import { isStored, nameOf } from './policy/rule';
import { SERVICES } from './policy/services';
import { NOT_PARTITIONED, STORAGE } from './policy/storage';
import { ALL, at, breaking, type Found, ofType } from './resources';

const RULES = [...ACCESS, ...STORAGE, ...SERVICES];
const BY_NAME = RULES.map((rule) => [rule.name, rule] as const);
/** Secrets as they would be: the project has no API that asks for one. */
const SECRETS = ['dev', 'prod'].map((environment): Found => {
  const key = { kms_key_name: 'projects/p/locations/r/keyRings/k/cryptoKeys/data' };
  const replica = { location: 'r', ...(environment === 'prod' && { customer_managed_encryption: key }) };
  const value = {
    secret_id: 'api-token',
    deletion_protection: environment === 'prod',
    replication: { user_managed: { replicas: [replica] } },
  };
  return {
    stack: `${environment}-pipeline`,
    environment,
    type: 'google_secret_manager_secret',
    id: 's',
    value,
  };
});
const JUDGED = [...ALL, ...SECRETS];
const FUNCTIONS = ofType('google_cloudfunctions2_function');

test('there is something to judge in every environment', () => {
  const types = ['storage_bucket', 'bigquery_table', 'project_iam_member', 'monitoring_alert_policy'];
  for (const type of types)
    expect(new Set(ofType(`google_${type}`).map(({ environment }) => environment))).toEqual(
      new Set(['dev', 'staging', 'prod']),
    );
});

describe('in the plan of every environment', () => {
  test.each(BY_NAME)('%s', (_, { of, holds }) => {
    const judged = JUDGED.filter(of);
    expect(judged.length).toBeGreaterThan(0);
    expect(breaking(judged, holds)).toEqual([]);
  });
});

/** Names of the rules that a resource breaks. */
const refusals = (found: Found): string[] =>
  RULES.filter(({ of, holds }) => of(found) && !holds(found.value, found)).map(({ name }) => name);

describe('a plan is refused by one rule when it breaks that', () => {
  test.each(BY_NAME)('%s', (name, { of, spoil }) => {
    const good = JUDGED.find(of) as Found;
    const found = structuredClone(good) as Found & { type: string; value: Record<string, unknown> };
    expect(refusals(found)).toEqual([]);
    spoil(found.value, found);
    expect(refusals(found)).toEqual([name]);
  });
});

test('functions run each as an account of its own', () => {
  const accounts = FUNCTIONS.map(({ value }) => at(value, 'service_config.service_account_email'));
  expect(new Set(accounts).size).toBe(FUNCTIONS.length);
});

test('what is small by name is not partitioned', () => {
  const partitioned = ALL.filter((found) => isStored(found) && found.value.time_partitioning).map(
    ({ value }) => nameOf(value),
  );
  expect(NOT_PARTITIONED.filter((name) => partitioned.includes(name))).toEqual([]);
});

test('there are keys of our own in staging and prod only', () => {
  const keys = ofType('google_kms_crypto_key').map(({ environment }) => environment);
  expect(keys.sort()).toEqual(['prod', 'staging']);
});

test('alerts watch the four thresholds, failed runs, function errors, dead letters, the workflow and cost', () => {
  const alerts = ofType('google_monitoring_alert_policy').filter(({ environment }) => environment === 'prod');
  expect(alerts.map(({ id }) => id.replace('alert-', '')).sort()).toEqual([
    'cost',
    'dead-letters',
    'duration',
    'failed',
    'function-errors',
    'records',
    'rejected',
    'sla',
    'workflow',
  ]);
});
