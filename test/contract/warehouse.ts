import type { ObjectStore } from '../../src/ports/objects';
import type { Structure, Warehouse } from '../../src/ports/warehouse';
import { type ContractOptions, describeContract } from './claims';
import type { Connection } from './process';
import { claimCells } from './warehouse/cells';
import { claimCrashes } from './warehouse/crashes';
import { claimJobs } from './warehouse/jobs';
import { claimLoads } from './warehouse/loads';
import { claimParameters } from './warehouse/parameters';
import { claimScratch } from './warehouse/scratch';
import { claimStructure } from './warehouse/structure';

export interface WarehouseUnderTest {
  /** Opens it, also again after `close`, with everything that was in it. */
  open(): Promise<Warehouse>;
  /** Where files to load are written; its addresses are what the warehouse loads from. */
  readonly store: ObjectStore;
  /** Its module exports `connect(config): Promise<Warehouse>`. */
  readonly connection: Connection;
  /** Makes structure where `prepare` only checks that it is there. */
  provision?(structure: Structure): Promise<void>;
  dispose(): Promise<void>;
}

/** An open warehouse, and how to open it again. */
export interface Session extends WarehouseUnderTest {
  warehouse: Warehouse;
  /** Makes structure by whoever makes it, then prepares. */
  make(structure: Structure): Promise<void>;
}

/**
 * What every warehouse must do. Statements come as pairs of equal meaning, written by hand.
 * @param make an empty warehouse
 */
export function describeWarehouse(
  name: string,
  make: () => Promise<WarehouseUnderTest>,
  options: ContractOptions = {},
): void {
  describeContract(`${name} as a warehouse`, options, (claim) => {
    let session: Session | undefined;
    const get = (): Session => {
      if (!session) throw new Error('The warehouse has not been opened.');
      return session;
    };
    beforeAll(async () => {
      const made = await make();
      const opened: Session = {
        ...made,
        warehouse: await made.open(),
        make: async (structure) => {
          await made.provision?.(structure);
          await opened.warehouse.prepare(structure);
        },
      };
      session = opened;
      await opened.make({ datasets: ['contract', 'contract_scratch'], tables: [], views: [] });
    });
    afterAll(async () => {
      await session?.warehouse.close();
      await session?.dispose();
    });

    const warehouse = () => get().warehouse;
    claimCells(claim, warehouse);
    claimParameters(claim, warehouse);
    claimStructure(claim, get);
    claimJobs(claim, get);
    claimLoads(claim, get);
    claimScratch(claim, get);
    claimCrashes(claim, get);
  });
}
