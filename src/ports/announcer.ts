import type { ObjectInfo } from './objects';

/** Tells of an object in the landing bucket, as the bucket itself does when one is complete. */
export interface Announcer {
  announce(object: ObjectInfo): Promise<void>;
}
