import type { Environment, FunctionName } from '../src/core/environment';

export { type BucketName, bucketName } from '../src/core/cloud';
export type { FunctionName };

type Place = Pick<Environment, 'project' | 'region'>;

export const functionName = (name: FunctionName): string => `ecluse-${name}`;

export const accountEmail = ({ project }: Place, account: string): string =>
  `ecluse-${account}@${project}.iam.gserviceaccount.com`;

export const keyName = ({ project, region }: Place): string =>
  `projects/${project}/locations/${region}/keyRings/ecluse/cryptoKeys/data`;

export const WORKFLOW = 'ecluse-run';
export const IMAGES = 'ecluse-functions';
/** `landing` tells of objects; `dead-letters` keeps what could not be delivered. */
export const topicName = (topic: string): string => `ecluse-${topic}`;
/** A topic and its subscription are of different kinds, so they may share a name. */
export const subscriptionName = (topic: string): string => topicName(topic);
/** The object that names the active manifest. */
export const ACTIVE_MANIFEST = 'active.json';

/** A construct id or resource id from text: letters, digits, `_` and `-`. */
export const slug = (text: string): string => text.replace(/[^A-Za-z0-9_]+/g, '-').replace(/^-|-$/g, '');

/** A value that may stand in a label: lower case, at most 63 of letters, digits, `_` and `-`. */
export const label = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '-')
    .slice(0, 63);
