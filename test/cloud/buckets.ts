import type { Bucket } from '../../src/ports/objects';

/** The buckets of the local cloud. */
export const BUCKETS: Readonly<Record<Bucket, string>> = {
  landing: 'local-landing',
  archive: 'local-archive',
  clean: 'local-clean',
  malformed: 'local-malformed',
  journal: 'local-journal',
  manifests: 'local-manifests',
};
