/** What stacks and commands both know of a project of Google Cloud. */

/** Buckets of the platform; `state` is made by `ecluse bootstrap`, the others by the pipeline stack. */
export const BUCKETS = [
  'landing',
  'archive',
  'clean',
  'malformed',
  'journal',
  'manifests',
  'code',
  'state',
] as const;
export type BucketName = (typeof BUCKETS)[number];

/** Names are derived, never passed between stacks: each stack can be planned alone. */
export const bucketName = ({ project }: { readonly project: string }, bucket: BucketName): string =>
  `${project}-ecluse-${bucket}`;

/**
 * What the journal keeps of one run or one file, by the beginnings of names: it goes away after `journal_days`. All else
 * in that bucket is how far something has come, as the cursors of `collect/`, and stays.
 */
export const JOURNAL_HISTORY = [
  'alerts/',
  'attempts/',
  'cancelled/',
  'decisions/',
  'events/',
  'executions/',
  'ingests/',
  'runs/',
] as const;

/** The key of the state: it is there before the stacks are, which make that of the data. */
export const STATE_KEY = { ring: 'ecluse-state', key: 'state' } as const;

export const stateKeyName = ({
  project,
  region,
}: {
  readonly project: string;
  readonly region: string;
}): string =>
  `projects/${project}/locations/${region}/keyRings/${STATE_KEY.ring}/cryptoKeys/${STATE_KEY.key}`;

/** Services without which not even a plan can be made. */
export const FIRST_SERVICES = ['cloudresourcemanager', 'iam', 'serviceusage', 'storage'] as const;

/** Services that the stacks use; the foundation stack switches them on. */
export const SERVICES = [
  ...FIRST_SERVICES,
  'artifactregistry',
  'bigquery',
  'bigquerydatapolicy',
  'billingbudgets',
  'cloudbuild',
  'cloudfunctions',
  'cloudkms',
  'cloudquotas',
  'cloudscheduler',
  'datacatalog',
  'datalineage',
  'dataplex',
  'iamcredentials',
  'logging',
  'monitoring',
  'pubsub',
  'run',
  'secretmanager',
  'workflowexecutions',
  'workflows',
] as const;

/** Roles with which the stacks can be deployed, and for what; none of them is owner or editor. */
export const DEPLOYER_ROLES = {
  'roles/artifactregistry.admin': 'the repository of images',
  'roles/bigquery.admin': 'datasets, tables, views, routines, row policies',
  'roles/bigquerydatapolicy.admin': 'masking',
  'roles/cloudbuild.builds.editor': 'triggers of its own',
  'roles/cloudfunctions.developer': 'functions',
  'roles/cloudkms.admin': 'the key of our own',
  'roles/cloudquotas.admin': 'quotas',
  'roles/cloudscheduler.admin': 'schedules',
  'roles/datacatalog.categoryAdmin': 'policy tags',
  'roles/dataplex.admin': 'scans',
  'roles/dataplex.catalogAdmin': 'catalog entries',
  'roles/iam.roleAdmin': 'roles of our own',
  'roles/iam.serviceAccountAdmin': 'accounts',
  'roles/logging.configWriter': 'log-based metrics',
  'roles/monitoring.editor': 'alerts, channels and dashboards',
  'roles/pubsub.admin': 'topics and subscriptions',
  'roles/resourcemanager.projectIamAdmin': 'grants on the project',
  'roles/run.admin': 'who may call a function',
  'roles/secretmanager.admin': 'secrets, never read by it',
  'roles/serviceusage.serviceUsageAdmin': 'services that are switched on',
  'roles/storage.admin': 'buckets',
  'roles/workflows.editor': 'the workflow',
} as const;
