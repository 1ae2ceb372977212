import { DEPLOYER_ROLES } from '../../src/core/cloud';
import type { Account, Grant } from './types';

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
  'dataplex.catalogViewer': 'catalog entries',
  'dataplex.viewer': 'scans',
  'iam.roleViewer': 'roles of our own',
  'iam.securityReviewer': 'every grant',
  'monitoring.viewer': 'alerts, channels and dashboards',
  'pubsub.viewer': 'topics and subscriptions',
  'run.viewer': 'who may call a function',
  'secretmanager.viewer': 'names of secrets',
  'serviceusage.serviceUsageConsumer': 'on the account of the project',
  'serviceusage.serviceUsageViewer': 'services that are switched on',
  'storage.bucketViewer': 'buckets',
  'workflows.viewer': 'the workflow',
} as const;

const DEPLOYS = 'account:builder';
const PLANS = 'account:planner';

export const DELIVERY_GRANTS: readonly Grant[] = [
  ...Object.entries(DEPLOYER_ROLES).map(([role, what]): Grant => {
    return { who: DEPLOYS, role: role as Grant['role'], on: 'project', why: `deploys ${what}` };
  }),
  { who: DEPLOYS, role: 'roles/storage.objectUser', on: 'bucket:state', why: 'keeps the state' },
  { who: DEPLOYS, role: 'roles/logging.logWriter', on: 'project', why: 'logs the build' },
  ...Object.entries(INSPECTS).map(([role, what]): Grant => {
    return { who: PLANS, role: `roles/${role}`, on: 'project', why: `plans ${what}` };
  }),
  { who: PLANS, role: 'own:metricReader', on: 'project', why: 'plans log-based metrics' },
  { who: PLANS, role: 'roles/storage.objectViewer', on: 'bucket:state', why: 'reads the state' },
  {
    who: PLANS,
    role: 'roles/storage.objectViewer',
    on: 'bucket:manifests',
    why: 'compares with what is active, and reference tables',
  },
  { who: PLANS, role: 'roles/storage.objectViewer', on: 'bucket:code', why: 'compares the zips' },
  { who: PLANS, role: 'roles/logging.logWriter', on: 'project', why: 'logs the build' },
];

/** What runs as an account is deployed only by whoever may act as it; the triggers of builds are, too. */
export const actAs = (account: Account): Grant => ({
  who: DEPLOYS,
  role: 'roles/iam.serviceAccountUser',
  on: `account:${account}`,
  why: `deploys what runs as ${account}`,
});
