import { at } from '../resources';
import { both, isDev, isFalse, isStored, isTrue, isType, nameOf, not, put, type Rule, valueIs } from './rule';

/** Small, or read as a whole: partitions would cost more than they save. */
export const NOT_PARTITIONED = [
  ...['ledger', 'ledger_dates', 'withdrawals', 'partitions', 'accounts', 'checks'].map(
    (table) => `ops.${table}`,
  ),
  'ref.calendar',
  'ref.regions',
  'silver.products',
  'silver.stores',
];

const isBucket = isType('google_storage_bucket');
const isTable = isType('google_bigquery_table');
const isKept = not(isDev);
/** What is in them is made again. */
const MADE_AGAIN = /-(clean|malformed)$/;

const BUCKETS: readonly Rule[] = [
  valueIs('buckets are private as a whole', isBucket, 'uniform_bucket_level_access', isTrue, false),
  valueIs(
    'buckets are never public',
    isBucket,
    'public_access_prevention',
    (is) => is === 'enforced',
    'inherited',
  ),
  {
    name: 'buckets keep versions, or cannot be changed, or hold only what is made again',
    of: both(isBucket, ({ value }) => !MADE_AGAIN.test(String(value.name))),
    holds: (value) => at(value, 'versioning.enabled') || value.retention_policy,
    spoil: (value) => {
      delete value.versioning;
      delete value.retention_policy;
    },
  },
  valueIs(
    'buckets have a life for what is in them',
    isBucket,
    'lifecycle_rule',
    (rules) => (rules as unknown[]).length >= 2,
    [],
  ),
];

const named =
  (bucket: string): Rule['of'] =>
  ({ type, value }) =>
    type === 'google_storage_bucket' && String(value.name).endsWith(`-ecluse-${bucket}`);

/** What a lifecycle rule of age takes away: the beginnings of names, `''` for everything. */
const agingPrefixes = (value: object): string[] =>
  ((at(value, 'lifecycle_rule') ?? []) as Record<string, unknown>[])
    .filter((rule) => at(rule, 'action.type') === 'Delete' && at(rule, 'condition.age') !== undefined)
    .flatMap((rule) => (at(rule, 'condition.matches_prefix') as string[] | undefined) ?? ['']);

/** How far something has come: lost, it begins anew. */
const PROGRESS = ['collect/orders.json', 'hours/daily.json', 'pinned.json', 'leases/gold.a.json'];

const AGES: readonly Rule[] = [
  valueIs(
    'nothing takes an archived file away before its time where things are protected',
    both(named('archive'), isKept),
    'retention_policy.retention_period',
    (seconds) => Number(seconds) > 0,
    0,
  ),
  {
    name: 'the archive of dev can be taken down',
    of: both(named('archive'), isDev),
    holds: (value) => value.force_destroy === true && value.retention_policy === undefined,
    spoil: (value) => put(value, 'retention_policy', { retention_period: 86_400 }),
  },
  {
    name: 'no age takes away from the journal how far something has come',
    of: named('journal'),
    holds: (value) =>
      !PROGRESS.some((name) => agingPrefixes(value).some((prefix) => name.startsWith(prefix))),
    spoil: (value) =>
      (value.lifecycle_rule as object[]).push({ action: { type: 'Delete' }, condition: { age: 90 } }),
  },
  {
    name: 'age takes away what the journal keeps of runs',
    of: named('journal'),
    holds: (value) => agingPrefixes(value).includes('events/'),
    spoil: (value) => (value.lifecycle_rule as object[]).pop(),
  },
];

/** In the archive the same content could not come back under its name, nor dev be taken down. */
const OBJECTS: Rule = {
  name: 'objects of a deployment lie where they can be put again',
  of: isType('google_storage_bucket_object'),
  holds: ({ bucket }) => !/-archive$/.test(String(bucket)),
  spoil: (value) => put(value, 'bucket', 'acme-ecluse-archive'),
};

const protects = (type: string, path: string, is: (value: unknown) => boolean): Rule =>
  valueIs(
    `${type} is protected in staging and prod`,
    both(isType(type), isKept),
    path,
    is,
    !path.startsWith('deletion'),
  );

const LOSSES: readonly Rule[] = [
  protects('google_bigquery_dataset', 'delete_contents_on_destroy', isFalse),
  protects('google_storage_bucket', 'force_destroy', isFalse),
  protects('google_workflows_workflow', 'deletion_protection', isTrue),
  protects('google_secret_manager_secret', 'deletion_protection', isTrue),
  valueIs(
    'tables are protected in staging and prod',
    both(isStored, isKept),
    'deletion_protection',
    isTrue,
    false,
  ),
  valueIs('tables go away with dev', both(isStored, isDev), 'deletion_protection', isFalse, true),
];

const TABLES: readonly Rule[] = [
  valueIs(
    'tables and views are described',
    isTable,
    'description',
    (text) => String(text ?? '').length > 10,
    'Sales.',
  ),
  {
    name: 'tables are partitioned, or small by name',
    of: both(isStored, ({ value }) => !NOT_PARTITIONED.includes(nameOf(value))),
    holds: (value) => value.time_partitioning,
    spoil: (value) => delete value.time_partitioning,
  },
  valueIs(
    'tables that only the engine reads want to know which days',
    both(isStored, ({ value }) => /__raw$|^(quarantine|retained)\./.test(nameOf(value))),
    'require_partition_filter',
    isTrue,
    false,
  ),
  {
    name: 'classified columns are seen only through a policy tag',
    of: both(isStored, ({ value }) => nameOf(value) === 'silver.transactions'),
    holds: (value) =>
      /"policyTags":\{"names":\["\$\{google_data_catalog_policy_tag/.test(String(value.schema)),
    spoil: (value) =>
      put(value, 'schema', String(value.schema).replace(/"policyTags":\{[^}]*\}[^}]*\},?/, '')),
  },
  valueIs(
    'models carry their owner',
    both(isTable, ({ value }) => /^(silver|gold)\./.test(nameOf(value))),
    'labels.owner',
    (owner) => owner,
    '',
  ),
];

export const STORAGE: readonly Rule[] = [...BUCKETS, ...AGES, OBJECTS, ...LOSSES, ...TABLES];
