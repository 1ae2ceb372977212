import type { Grant } from './types';

const INVOKE = 'roles/run.invoker';

/** What orders, starts and builds the functions, and Google's own accounts between them. */
export const PLATFORM_GRANTS: readonly Grant[] = [
  { who: 'account:workflow', role: INVOKE, on: 'function:plan-run', why: 'first step of a run' },
  { who: 'account:workflow', role: INVOKE, on: 'function:execute-task', why: 'every task of a run' },
  { who: 'account:workflow', role: INVOKE, on: 'function:finish-run', why: 'last step of a run' },
  { who: 'account:workflow', role: 'roles/logging.logWriter', on: 'project', why: 'logs its calls' },

  {
    who: 'account:scheduler',
    role: 'roles/workflows.invoker',
    on: 'project',
    why: 'starts runs by the clock',
  },
  { who: 'account:scheduler', role: INVOKE, on: 'function:collect', why: 'starts collection by the clock' },
  { who: 'account:scheduler', role: INVOKE, on: 'function:sweep', why: 'starts the sweep by the clock' },

  { who: 'account:events', role: INVOKE, on: 'function:ingest', why: 'delivers object events' },
  { who: 'agent:storage', role: 'roles/pubsub.publisher', on: 'topic:landing', why: 'announces objects' },
  {
    who: 'agent:pubsub',
    role: 'roles/iam.serviceAccountTokenCreator',
    on: 'account:events',
    why: 'signs the identity that delivers events',
  },
  {
    who: 'agent:pubsub',
    role: 'roles/pubsub.publisher',
    on: 'topic:dead-letters',
    why: 'sets aside what could not be delivered',
  },
  {
    who: 'agent:pubsub',
    role: 'roles/pubsub.subscriber',
    on: 'subscription:landing-ingest',
    why: 'acknowledges what it set aside',
  },

  { who: 'account:images', role: 'roles/logging.logWriter', on: 'project', why: 'logs the build' },
  { who: 'account:images', role: 'roles/artifactregistry.writer', on: 'images', why: 'stores the image' },
  { who: 'account:images', role: 'roles/storage.objectViewer', on: 'bucket:code', why: 'reads the zip' },
  {
    who: 'account:images',
    role: 'roles/storage.objectViewer',
    on: 'project',
    why: 'reads the copy of the zip in the bucket that Cloud Functions makes',
    namesFrom: 'projects/_/buckets/gcf-v2-sources-',
  },
];
