import { ALL, at, breaking, ofType } from './resources';

const IAM = ALL.filter(({ type }) => type.endsWith('_iam_member') || type === 'google_bigquery_dataset');
const TABLES = ofType('google_bigquery_table');
/** Those that keep rows: no views, no files read where they lie. */
const STORED = TABLES.filter(
  ({ value }) => !value.view && !value.materialized_view && !value.external_data_configuration,
);
const BUCKETS = ofType('google_storage_bucket');
const FUNCTIONS = ofType('google_cloudfunctions2_function');
const ALERTS = ofType('google_monitoring_alert_policy');

/** Small, or read as a whole: partitions would cost more than they save. */
const NOT_PARTITIONED = [
  ...['ledger', 'ledger_dates', 'partitions', 'accounts', 'checks'].map((table) => `ops.${table}`),
  'ref.calendar',
  'ref.regions',
  'silver.products',
  'silver.stores',
];

const nameOf = (value: object): string => `${at(value, 'dataset_id')}.${at(value, 'table_id')}`;

test('there is something to judge in every environment', () => {
  for (const found of [BUCKETS, FUNCTIONS, STORED, ALERTS, IAM])
    expect(new Set(found.map(({ environment }) => environment))).toEqual(new Set(['dev', 'staging', 'prod']));
});

describe('access', () => {
  test('is never given to everybody', () => {
    const text = (value: object): string => JSON.stringify(value);
    expect(breaking(ALL, (value) => !/allUsers|allAuthenticatedUsers/.test(text(value)))).toEqual([]);
  });

  test('is never an owner, editor or viewer of the project', () => {
    expect(breaking(ALL, (value) => !/roles\/(owner|editor|viewer)"/.test(JSON.stringify(value)))).toEqual(
      [],
    );
    expect(
      breaking(IAM, (value) => !/projectOwners|projectWriters|projectReaders/.test(JSON.stringify(value))),
    ).toEqual([]);
  });

  test('is proven without keys', () => {
    expect(ofType('google_service_account_key', 'google_storage_hmac_key')).toEqual([]);
  });

  test('of people is by group, of accounts by their own address', () => {
    const members = IAM.flatMap(({ value }) => (typeof value.member === 'string' ? [value.member] : []));
    expect(members.filter((member) => !/^(group|serviceAccount):[^@]+@/.test(member))).toEqual([]);
  });

  test('secrets are in no plan', () => {
    expect(ofType('google_secret_manager_secret_version')).toEqual([]);
  });
});

describe('buckets', () => {
  test('are private by the bucket and by the organisation', () => {
    expect(
      breaking(
        BUCKETS,
        (value) =>
          value.uniform_bucket_level_access === true && value.public_access_prevention === 'enforced',
      ),
    ).toEqual([]);
  });

  test('keep versions, or cannot be changed, or hold only what is made again', () => {
    const made = /-(clean|malformed)$/;
    expect(
      breaking(
        BUCKETS,
        (value) => at(value, 'versioning.enabled') || value.retention_policy || made.test(String(value.name)),
      ),
    ).toEqual([]);
  });

  test('have a life for what is in them', () => {
    expect(breaking(BUCKETS, (value) => (value.lifecycle_rule as unknown[]).length >= 2)).toEqual([]);
  });
});

describe('what would be lost', () => {
  const protectedOnes = ALL.filter(({ environment }) => environment !== 'dev');

  test('is protected in staging and prod', () => {
    const holds: Record<string, (value: object) => boolean> = {
      google_bigquery_dataset: (value) => at(value, 'delete_contents_on_destroy') === false,
      google_storage_bucket: (value) => at(value, 'force_destroy') === false,
      google_workflows_workflow: (value) => at(value, 'deletion_protection') === true,
      google_secret_manager_secret: (value) => at(value, 'deletion_protection') === true,
    };
    expect(breaking(protectedOnes, (value, { type }) => holds[type]?.(value) ?? true)).toEqual([]);
    const stored = STORED.filter(({ environment }) => environment !== 'dev');
    expect(breaking(stored, (value) => value.deletion_protection === true)).toEqual([]);
  });

  test('goes away with dev, so that trying costs nothing', () => {
    const dev = STORED.filter(({ environment }) => environment === 'dev');
    expect(breaking(dev, (value) => value.deletion_protection === false)).toEqual([]);
  });
});

describe('keys of our own', () => {
  const WITH_KEY: Readonly<Record<string, string>> = {
    google_bigquery_dataset: 'default_encryption_configuration.kms_key_name',
    google_storage_bucket: 'encryption.default_kms_key_name',
    google_pubsub_topic: 'kms_key_name',
    google_cloudfunctions2_function: 'kms_key_name',
    google_artifact_registry_repository: 'kms_key_name',
    google_workflows_workflow: 'crypto_key_name',
    google_secret_manager_secret:
      'replication.user_managed.replicas.0.customer_managed_encryption.kms_key_name',
  };
  const kept = ALL.filter(({ type }) => WITH_KEY[type]);
  const keyOf = (value: object, type: string): unknown => at(value, WITH_KEY[type] ?? '');

  test('encrypt everything that keeps data where they are switched on', () => {
    const on = kept.filter(({ environment }) => environment !== 'dev');
    expect(breaking(on, (value, { type }) => /cryptoKeys\/data$/.test(String(keyOf(value, type))))).toEqual(
      [],
    );
  });

  test('are nowhere where they are switched off', () => {
    const off = kept.filter(({ environment }) => environment === 'dev');
    expect(breaking(off, (value, { type }) => keyOf(value, type) === undefined)).toEqual([]);
    expect(ofType('google_kms_crypto_key').filter(({ environment }) => environment === 'dev')).toEqual([]);
  });

  test('rotate, and no apply destroys them', () => {
    const keys = ofType('google_kms_crypto_key');
    expect(keys).toHaveLength(2);
    expect(
      breaking(keys, (value) => value.rotation_period && at(value, 'lifecycle.prevent_destroy')),
    ).toEqual([]);
  });
});

describe('tables', () => {
  test('are described, and so is each of their columns that a person named', () => {
    expect(breaking(TABLES, (value) => String(value.description ?? '').length > 10)).toEqual([]);
  });

  test('are partitioned, or small by name', () => {
    expect(
      breaking(STORED, (value) => value.time_partitioning || NOT_PARTITIONED.includes(nameOf(value))),
    ).toEqual([]);
    const partitioned = STORED.filter(({ value }) => value.time_partitioning).map(({ value }) =>
      nameOf(value),
    );
    expect(NOT_PARTITIONED.filter((name) => partitioned.includes(name))).toEqual([]);
  });

  test('that only the engine reads want to know which days', () => {
    const raw = STORED.filter(({ value }) => /__raw$|^(quarantine|retained)\./.test(nameOf(value)));
    expect(raw.length).toBeGreaterThan(0);
    expect(breaking(raw, (value) => value.require_partition_filter === true)).toEqual([]);
  });

  test('show classified columns only through a policy tag', () => {
    const pii = STORED.filter(({ value }) => nameOf(value) === 'silver.transactions');
    expect(pii).toHaveLength(3);
    expect(
      breaking(pii, (value) =>
        /"policyTags":\{"names":\["\$\{google_data_catalog_policy_tag/.test(String(value.schema)),
      ),
    ).toEqual([]);
  });

  test('and views carry the owner where there is one', () => {
    const models = TABLES.filter(({ value }) => /^(silver|gold)\./.test(nameOf(value)));
    expect(breaking(models, (value) => at(value, 'labels.owner'))).toEqual([]);
  });
});

describe('functions', () => {
  test('have a bound for time, memory and number, and answer only from inside', () => {
    expect(
      breaking(FUNCTIONS, (value) => {
        const config = value.service_config as Record<string, unknown>;
        return (
          config.timeout_seconds &&
          config.available_memory &&
          config.max_instance_count &&
          config.ingress_settings === 'ALLOW_INTERNAL_ONLY'
        );
      }),
    ).toEqual([]);
  });

  test('run each as an account of its own, and are built by another', () => {
    const accounts = FUNCTIONS.map(({ value }) => at(value, 'service_config.service_account_email'));
    expect(new Set(accounts).size).toBe(FUNCTIONS.length);
    expect(
      breaking(FUNCTIONS, (value) =>
        String(at(value, 'build_config.service_account')).includes('ecluse-images@'),
      ),
    ).toEqual([]);
  });

  test('are told nothing that changes with a model', () => {
    expect(breaking(FUNCTIONS, (value) => !/manifests\//.test(JSON.stringify(value.service_config)))).toEqual(
      [],
    );
  });
});

describe('alerts', () => {
  test('say what happened and what to do, and reach somebody', () => {
    expect(
      breaking(ALERTS, (value) => {
        const text = String(at(value, 'documentation.content'));
        return (
          text.length > 80 && /Look:/.test(text) && (value.notification_channels as unknown[]).length > 0
        );
      }),
    ).toEqual([]);
  });

  test('watch the four thresholds, failed runs, function errors, dead letters, the workflow and cost', () => {
    const prod = ALERTS.filter(({ environment }) => environment === 'prod').map(({ id }) =>
      id.replace('alert-', ''),
    );
    expect(prod.sort()).toEqual(
      [
        'cost',
        'dead-letters',
        'duration',
        'failed',
        'function-errors',
        'records',
        'rejected',
        'sla',
        'workflow',
      ].sort(),
    );
  });
});
