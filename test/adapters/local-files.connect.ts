import { LocalFileStore } from '../../src/adapters/local-files';
import type { ObjectStore } from '../../src/ports/objects';

export async function connect(root: string): Promise<ObjectStore> {
  return new LocalFileStore(root);
}
