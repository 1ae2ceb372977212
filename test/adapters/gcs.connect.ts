import { openCloudStorage } from '../../src/adapters/gcs';
import type { ObjectStore } from '../../src/ports/objects';

export const BUCKETS = {
  landing: 'local-landing',
  archive: 'local-archive',
  clean: 'local-clean',
  malformed: 'local-malformed',
  journal: 'local-journal',
  manifests: 'local-manifests',
} as const;

/** @param endpoint of a local storage server */
export async function connect(endpoint: string): Promise<ObjectStore> {
  return openCloudStorage({ buckets: BUCKETS, endpoint, maxRetryDelaySeconds: 0.02 });
}
