import type { ObjectStore } from '../../src/ports/objects';
import { type ContractOptions, describeContract } from './claims';
import { claimContent } from './objects/content';
import { claimGenerations } from './objects/generations';
import { claimListing } from './objects/listing';
import { claimProcesses } from './objects/processes';
import type { Connection } from './process';

export interface StoreUnderTest {
  readonly store: ObjectStore;
  /** Its module exports `connect(config): Promise<ObjectStore>`. */
  readonly connection: Connection;
  dispose(): Promise<void>;
}

/** What every object store must do. @param make an empty store, a new one for each suite */
export function describeObjectStore(
  name: string,
  make: () => Promise<StoreUnderTest>,
  options: ContractOptions = {},
): void {
  describeContract(`${name} as an object store`, options, (claim) => {
    let made: StoreUnderTest | undefined;
    const get = (): StoreUnderTest => {
      if (!made) throw new Error('The store has not been made.');
      return made;
    };
    beforeAll(async () => {
      made = await make();
    });
    afterAll(() => made?.dispose());

    claimContent(claim, () => get().store);
    claimGenerations(claim, () => get().store);
    claimListing(claim, () => get().store);
    claimProcesses(claim, get);
  });
}
