import type { ObjectStore } from '../../../src/ports/objects';
import { MemoryStore } from '../../ingest/collect/support/memory-store';
import { objectsAround } from './around';
import type { Step } from './interleaving';

/** One store of which every process asks in steps of its own, before each request and before each answer. */
export class SteppedStore {
  private readonly store = new MemoryStore();

  seenBy(step: Step): ObjectStore {
    return objectsAround(this.store, (request) => async (...args) => {
      await step();
      try {
        return await request(...args);
      } finally {
        await step();
      }
    });
  }
}
