import { type Environment, FUNCTIONS } from '../../src/core/environment';
import type { Manifest } from '../../src/core/manifest';
import { DATASETS } from '../dataset-names';
import { slug } from '../names';
import { actAs, DELIVERY_GRANTS } from './delivery';
import { FUNCTION_GRANTS } from './functions';
import { PEOPLE_GRANTS } from './people';
import { PLATFORM_GRANTS } from './platform';
import { type Account, AGENT_NAMES, type Grant, OWN_ACCOUNTS } from './types';

/** Everything that the project needs of its surroundings to know who may do what. */
export interface Scene {
  readonly manifest: Manifest;
  readonly environment: Environment;
  /** The environment whose successful deployment starts this one's. */
  readonly promotedFrom?: Environment;
  /** The environment whose deployment a successful one of this starts. */
  readonly promotesTo?: Environment;
  /** All that this one is promoted with, in order, itself among them. */
  readonly chain: readonly Environment[];
}

/** Every account that exists in an environment: one planner, in the first of a chain, plans all of it. */
export const accountsOf = ({ promotedFrom }: Pick<Scene, 'promotedFrom'>): Account[] =>
  [...FUNCTIONS, ...(Object.keys(OWN_ACCOUNTS) as Account[])].filter(
    (account) => account !== 'planner' || !promotedFrom,
  );

/** The permissions table: who may do what on what, and why. All IAM of the stacks is made from it, and only from it. */
export function permissions(scene: Scene): Grant[] {
  return [
    ...FUNCTION_GRANTS,
    ...PLATFORM_GRANTS,
    ...PEOPLE_GRANTS,
    ...OWNER_GRANTS,
    ...DELIVERY_GRANTS,
    ...accountsOf(scene).map(actAs),
    ...secretGrants(scene.manifest),
    ...classifiedGrants(scene.manifest),
    ...callGrants(scene.manifest),
    ...streamGrants(scene.manifest),
    ...optionalGrants(scene),
  ];
}

/** Else whoever made a dataset would own it, and BigQuery lets nobody take its last owner away. */
const OWNER_GRANTS = Object.keys(DATASETS).map((name): Grant => {
  const [who, role] = ['owners:project', 'roles/bigquery.dataOwner'] as const;
  return { who, role, on: `dataset:${name}`, why: 'BigQuery wants an owner for every dataset' };
});

/** Names of the secrets that contracts ask for. */
export const secretNames = ({ sources }: Manifest): string[] => [
  ...new Set(sources.flatMap(({ server }) => (server.kind === 'api' && server.auth?.secret) || [])),
];

/** Sources whose files Pub/Sub writes. */
export const streamedSources = ({ sources }: Manifest): Manifest['sources'] =>
  sources.filter(({ server }) => server.kind === 'files' && server.streamed);

/** Access classes of columns, e.g. `pii`. */
export const classifications = ({ tables }: Manifest): string[] =>
  [
    ...new Set(tables.flatMap((table) => table.columns.flatMap((column) => column.classification ?? []))),
  ].sort();

const secretGrants = (manifest: Manifest): Grant[] =>
  secretNames(manifest).flatMap((name): Grant[] => [
    {
      who: 'account:collect',
      role: 'roles/secretmanager.secretAccessor',
      on: `secret:${name}`,
      why: 'proves itself to the API of a contract',
    },
    {
      who: 'group:operators',
      role: 'roles/secretmanager.secretVersionAdder',
      on: `secret:${name}`,
      why: 'put the secret there, and the next one',
    },
  ]);

/** The engine sees classified columns as they are, people see them hashed. */
function classifiedGrants(manifest: Manifest): Grant[] {
  if (classifications(manifest).length === 0) return [];
  const reader = 'roles/datacatalog.categoryFineGrainedReader';
  const masked = 'roles/bigquerydatapolicy.maskedReader';
  return [
    { who: 'account:ingest', role: reader, on: 'policy_tags', why: 'writes classified columns' },
    { who: 'account:plan-run', role: reader, on: 'policy_tags', why: 'estimates queries over them' },
    { who: 'account:execute-task', role: reader, on: 'policy_tags', why: 'computes with them' },
    { who: 'account:finish-run', role: reader, on: 'policy_tags', why: 'checks views over them' },
    { who: 'group:analysts', role: masked, on: 'masking', why: 'join and count by them without seeing them' },
    { who: 'group:engineers', role: masked, on: 'masking', why: 'look for causes without seeing them' },
  ];
}

/** Whoever queries a view needs to be let into the functions that it calls; they hold no data. */
function callGrants({ functions }: Manifest): Grant[] {
  if (functions.length === 0) return [];
  const callers = ['account:plan-run', 'account:execute-task', 'account:finish-run'] as const;
  const people = ['group:analysts', 'group:engineers'] as const;
  return [...callers, ...people].map((who): Grant => {
    const role = 'roles/bigquery.dataViewer';
    return { who, role, on: 'dataset:fn', why: 'calls the functions that models and views share' };
  });
}

/** Pub/Sub writes the files itself, and looks at the bucket before. */
function streamGrants(manifest: Manifest): Grant[] {
  if (streamedSources(manifest).length === 0) return [];
  const [who, on] = ['agent:pubsub', 'bucket:landing'] as const;
  const streams = streamedSources(manifest).map(({ name }): Grant => {
    const role = 'roles/pubsub.subscriber';
    return { who, role, on: `subscription:stream-${slug(name)}`, why: 'acknowledges what it set aside' };
  });
  return [
    { who, role: 'roles/storage.objectCreator', on, why: 'writes messages as files' },
    { who, role: 'roles/storage.legacyBucketReader', on, why: 'looks whether the bucket is there' },
    ...streams,
  ];
}

function optionalGrants({ environment, promotedFrom }: Scene): Grant[] {
  const grants: Grant[] = [];
  if (environment.quotas?.analysts)
    grants.push({
      who: 'group:analysts',
      role: 'roles/bigquery.jobUser',
      on: 'analysts_project',
      why: 'their queries run and are billed in a project of their own',
    });
  if (environment.cmek)
    grants.push(
      ...AGENT_NAMES.map((agent): Grant => {
        const role = 'roles/cloudkms.cryptoKeyEncrypterDecrypter';
        return { who: `agent:${agent}`, role, on: 'keys', why: 'keeps data under our key' };
      }),
    );
  if (promotedFrom)
    grants.push({
      who: `before:${promotedFrom.name}`,
      role: 'roles/cloudbuild.builds.editor',
      on: 'project',
      why: `starts this deployment after that of ${promotedFrom.name}`,
    });
  return grants;
}
