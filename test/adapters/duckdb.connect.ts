import { openDuckdb } from '../../src/adapters/duckdb';
import type { Warehouse } from '../../src/ports/warehouse';

export function connect(path: string): Promise<Warehouse> {
  return openDuckdb({ path, threads: 2 });
}
