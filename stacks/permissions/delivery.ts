import type { Account, Grant } from './types';

/** Administers exactly the services that the stacks use; none of them is owner or editor. */
const ADMINISTERS = {
  'artifactregistry.admin': 'the repository of images',
  'bigquery.admin': 'datasets, tables, views, routines, row policies',
  'bigquerydatapolicy.admin': 'masking',
  'cloudbuild.builds.editor': 'triggers of its own',
  'cloudfunctions.developer': 'functions',
  'cloudkms.admin': 'the key of our own',
  'cloudquotas.admin': 'quotas',
  'cloudscheduler.admin': 'schedules',
  'datacatalog.categoryAdmin': 'policy tags',
  'dataplex.admin': 'catalog entries and scans',
  'iam.serviceAccountAdmin': 'accounts',
  'logging.configWriter': 'log-based metrics',
  'monitoring.editor': 'alerts, channels and dashboards',
  'pubsub.admin': 'topics and subscriptions',
  'resourcemanager.projectIamAdmin': 'grants on the project',
  'run.admin': 'who may call a function',
  'secretmanager.admin': 'secrets, never read by it',
  'serviceusage.serviceUsageAdmin': 'services that are switched on',
  'storage.admin': 'buckets',
  'workflows.editor': 'the workflow',
} as const;

/** Reads what a plan compares with; of data, only names and schemas. */
const INSPECTS = {
  'artifactregistry.reader': 'the repository of images',
  'bigquery.metadataViewer': 'datasets, tables, views',
  'bigquerydatapolicy.viewer': 'masking',
  'cloudbuild.builds.viewer': 'triggers',
  'cloudfunctions.viewer': 'functions',
  'cloudkms.viewer': 'the key of our own',
  'cloudquotas.viewer': 'quotas',
  'cloudscheduler.viewer': 'schedules',
  'datacatalog.viewer': 'policy tags',
  'dataplex.viewer': 'catalog entries and scans',
  'iam.securityReviewer': 'every grant',
  'logging.viewer': 'log-based metrics',
  'monitoring.viewer': 'alerts, channels and dashboards',
  'pubsub.viewer': 'topics and subscriptions',
  'run.viewer': 'who may call a function',
  'secretmanager.viewer': 'names of secrets',
  'serviceusage.serviceUsageViewer': 'services that are switched on',
  'storage.bucketViewer': 'buckets',
  'workflows.viewer': 'the workflow',
} as const;

const DEPLOYS = 'account:builder';
const PLANS = 'account:planner';

export const DELIVERY_GRANTS: readonly Grant[] = [
  ...Object.entries(ADMINISTERS).map(([role, what]): Grant => {
    return { who: DEPLOYS, role: `roles/${role}`, on: 'project', why: `deploys ${what}` };
  }),
  { who: DEPLOYS, role: 'roles/storage.objectUser', on: 'bucket:state', why: 'keeps the state' },
  { who: DEPLOYS, role: 'roles/logging.logWriter', on: 'project', why: 'logs the build' },
  ...Object.entries(INSPECTS).map(([role, what]): Grant => {
    return { who: PLANS, role: `roles/${role}`, on: 'project', why: `plans ${what}` };
  }),
  { who: PLANS, role: 'roles/storage.objectViewer', on: 'bucket:state', why: 'reads the state' },
  {
    who: PLANS,
    role: 'roles/storage.objectViewer',
    on: 'bucket:manifests',
    why: 'compares with what is active',
  },
  { who: PLANS, role: 'roles/storage.objectViewer', on: 'bucket:code', why: 'compares the zips' },
  {
    who: PLANS,
    role: 'roles/storage.objectViewer',
    on: 'bucket:archive',
    why: 'compares reference tables',
    namesFrom: '_reference/',
  },
  { who: PLANS, role: 'roles/logging.logWriter', on: 'project', why: 'logs the build' },
];

/** A function or workflow runs as its account only if who deploys it may act as that account. */
export const actAs = (account: Account): Grant => ({
  who: DEPLOYS,
  role: 'roles/iam.serviceAccountUser',
  on: `account:${account}`,
  why: `deploys what runs as ${account}`,
});
