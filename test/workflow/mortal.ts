import type { Site } from '../../functions/site';
import { objectsAround } from '../engine/support/around';

const never = new Promise<never>(() => undefined);

/**
 * The site as a process sees it that dies when it is told to: nothing it asks for is answered any more, nothing it has
 * begun goes on.
 */
export function mortal<S extends Site>(site: S): { readonly site: S; die(): void } {
  let dead = false;
  const death = new AbortController();
  const alive =
    <Args extends unknown[], R>(work: (...args: Args) => Promise<R>) =>
    async (...args: Args): Promise<R> => {
      if (dead) return never;
      const result = await work(...args);
      return dead ? never : result;
    };
  const { objects, clock } = site;
  const warehouse = site.warehouse();
  return {
    die: () => {
      dead = true;
      death.abort();
    },
    site: {
      ...site,
      clock: Object.assign(Object.create(clock), {
        sleep: alive((milliseconds: number, signal?: AbortSignal) =>
          clock.sleep(milliseconds, AbortSignal.any(signal ? [signal, death.signal] : [death.signal])),
        ),
      }),
      objects: objectsAround(objects, alive),
      warehouse: () => ({
        query: alive(warehouse.query.bind(warehouse)),
        execute: alive(warehouse.execute.bind(warehouse)),
        load: alive(warehouse.load.bind(warehouse)),
        estimate: alive(warehouse.estimate.bind(warehouse)),
        prepare: alive(warehouse.prepare.bind(warehouse)),
        cancel: alive(warehouse.cancel.bind(warehouse)),
        close: alive(warehouse.close.bind(warehouse)),
        discard: alive(warehouse.discard.bind(warehouse)),
      }),
    },
  };
}
