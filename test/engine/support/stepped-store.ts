import type { ObjectStore } from '../../../src/ports/objects';
import { MemoryStore } from '../../ingest/collect/support/memory-store';
import type { Step } from './interleaving';

/** One store of which every process asks in steps of its own, before each request and before each answer. */
export class SteppedStore {
  private readonly store = new MemoryStore();

  seenBy(step: Step): ObjectStore {
    const stepped =
      <Args extends unknown[], R>(work: (...args: Args) => Promise<R>) =>
      async (...args: Args): Promise<R> => {
        await step();
        const result = await work(...args).catch((error: unknown) => ({ error }));
        await step();
        if (typeof result === 'object' && result !== null && 'error' in result) throw result.error;
        return result as R;
      };
    const { store } = this;
    return {
      stat: stepped(store.stat.bind(store)),
      list: store.list.bind(store),
      read: store.read.bind(store),
      write: stepped(store.write.bind(store)),
      copy: stepped(store.copy.bind(store)),
      delete: stepped(store.delete.bind(store)),
      address: store.address.bind(store),
    };
  }
}
