import type { FunctionName } from '../../src/core/environment';
import type { BucketName } from '../names';
import type { OwnRole } from './own-roles';

/** Accounts that the platform makes for itself, besides one for each function. */
export const OWN_ACCOUNTS = {
  workflow: 'runs the workflow that orders the tasks of a run',
  scheduler: 'starts runs, collection and the sweep by the clock',
  events: 'identifies the delivery of object events to the ingest function',
  images: 'builds the images of the functions',
  builder: 'applies merged changes from Cloud Build',
  planner: 'plans pull requests from Cloud Build, read only',
} as const;
export type Account = FunctionName | keyof typeof OWN_ACCOUNTS;

export type Group = 'analysts' | 'engineers' | 'operators';

/** Google's own accounts that act for the project: service name to the domain of the agent. */
export const AGENTS = {
  storage: 'gs-project-accounts',
  bigquery: 'bigquery-encryption',
  pubsub: 'gcp-sa-pubsub',
  functions: 'gcf-admin-robot',
  run: 'serverless-robot-prod',
  artifacts: 'gcp-sa-artifactregistry',
  secrets: 'gcp-sa-secretmanager',
  workflows: 'gcp-sa-workflows',
} as const;
export type Agent = keyof typeof AGENTS;
export const AGENT_NAMES = Object.keys(AGENTS) as readonly Agent[];

export type Who =
  | `account:${Account}`
  | `group:${Group}`
  | `agent:${Agent}`
  | `before:${string}`
  | 'owners:project';

/**
 * On what: the project, the analysts' own project, or one thing in it. `masking` is the data policy that shows
 * hashed values, `policy_tags` the tags themselves, `keys` the key of our own.
 */
export type Where =
  | 'project'
  | 'analysts_project'
  | 'keys'
  | 'images'
  | 'policy_tags'
  | 'masking'
  | `account:${Account}`
  | `bucket:${BucketName}`
  | `dataset:${string}`
  | `function:${FunctionName}`
  | `secret:${string}`
  | `subscription:${string}`
  | `topic:${string}`;

/** A line of the permissions table. */
export interface Grant {
  readonly who: Who;
  /** A predefined role, `roles/…`, never owner, editor or viewer; or one of our own, on the project. */
  readonly role: `roles/${string}` | OwnRole;
  readonly on: Where;
  /** What would stop working without it. */
  readonly why: string;
  /** On the project: narrows the role to resources whose name begins so. */
  readonly namesFrom?: string;
}
