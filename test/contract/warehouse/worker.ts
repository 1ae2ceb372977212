import type { Warehouse } from '../../../src/ports/warehouse';
import { insertUpTo } from './tools';

/** The other process of `crashes.ts`: runs a job of many inserts. Arguments: module, config, job, table. */
async function main(): Promise<void> {
  const [, , module = '', config = '', job = '', table = ''] = process.argv;
  const { connect }: { connect: (config: string) => Promise<Warehouse> } = await import(module);
  const warehouse = await connect(config);
  console.log('ready');
  await warehouse.execute(job, slowInserts(table));
  console.log('done');
  await warehouse.close();
}

const slowInserts = (table: string) => Array.from({ length: 30 }, () => insertUpTo(table, 60_000));

void main();
