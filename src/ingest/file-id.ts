import { fingerprint } from '../core/fingerprint';
import type { ObjectInfo } from '../ports/objects';

/** The identity of what arrived: the same object at the same generation is the same file, however often it is seen. */
export const fileId = ({
  bucket,
  name,
  generation,
}: Pick<ObjectInfo, 'bucket' | 'name' | 'generation'>): string => fingerprint([bucket, name, generation]);

/** Its copy in the archive. @param id of the file */
export const archivedAs = (source: string, id: string): string => `${source}/${id}`;
