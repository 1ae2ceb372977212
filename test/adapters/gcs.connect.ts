import { openCloudStorage } from '../../src/adapters/gcs';
import type { ObjectStore } from '../../src/ports/objects';
import { BUCKETS } from '../cloud/buckets';

/** @param endpoint of a local storage server */
export async function connect(endpoint: string): Promise<ObjectStore> {
  return openCloudStorage({ buckets: BUCKETS, endpoint, maxRetryDelaySeconds: 0.02 });
}
