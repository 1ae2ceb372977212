import path from 'node:path';
import { openDuckdb } from '../../src/adapters/duckdb';
import { openShared } from '../../src/adapters/shared-warehouse';
import type { Warehouse } from '../../src/ports/warehouse';

/** @param folder of the local state */
export function connect(folder: string): Promise<Warehouse> {
  const open = () => openDuckdb({ path: path.join(folder, 'warehouse.duckdb'), threads: 2 });
  return openShared({ folder, open });
}
