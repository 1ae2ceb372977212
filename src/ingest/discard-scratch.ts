import { type Warehouse, WarehouseError } from '../ports/warehouse';

/** Drops the scratch tables of a task that has ended. What stays there costs space only: it fails nothing. */
export async function discardScratch(warehouse: Warehouse, task: string): Promise<void> {
  try {
    await warehouse.discard([task]);
  } catch (error) {
    if (!(error instanceof WarehouseError)) throw error;
  }
}
