import type { ObjectStore } from '../../../src/ports/objects';

/** Does something around a request. */
type Around = <Args extends unknown[], R>(
  request: (...args: Args) => Promise<R>,
) => (...args: Args) => Promise<R>;

/** The same objects, with something done around each request for one of them. */
export function objectsAround(objects: ObjectStore, around: Around): ObjectStore {
  return {
    stat: around(objects.stat.bind(objects)),
    list: objects.list.bind(objects),
    read: objects.read.bind(objects),
    write: around(objects.write.bind(objects)),
    copy: around(objects.copy.bind(objects)),
    delete: around(objects.delete.bind(objects)),
    address: objects.address.bind(objects),
  };
}
