import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { openDuckdb } from '../../src/adapters/duckdb';
import { Memory } from '../../src/adapters/duckdb/memory';
import type { Warehouse } from '../../src/ports/warehouse';
import { duck } from './duck';
import { type TemporaryFolder, temporaryFolder } from './folder';

const SMALL = '381.4 MiB';

let folder: TemporaryFolder;
let warehouse: Warehouse;
let usual: unknown;

const noted = (from: string) =>
  duck(`INSERT INTO "d"."seen" SELECT current_setting('memory_limit') FROM ${from}`);
const limit = duck(`SELECT current_setting('memory_limit') AS "limit"`);
const seen = async () => (await warehouse.query(duck('SELECT "limit" FROM "d"."seen"'))).rows;

beforeEach(async () => {
  folder = await temporaryFolder();
  warehouse = await openDuckdb({ path: path.join(folder.path, 'w.duckdb') });
  usual = (await warehouse.query(limit)).rows[0]?.limit;
  const columns = [{ name: 'limit', type: 'STRING' }] as const;
  await warehouse.prepare({ datasets: ['scratch'], tables: [{ name: 'd.seen', columns }], views: [] });
  const address = path.join(folder.path, 'clean.csv');
  await writeFile(address, 'a,1\n');
  await warehouse.load('load', { address, table: 'scratch.rows__clean__1', columns: ['name', '_line'] });
});
afterEach(async () => {
  await warehouse.close();
  await folder.remove();
});

describe('The memory of DuckDB', () => {
  test('is small while rows are carried on from what was loaded, and as usual for all other work', async () => {
    await warehouse.execute('carry', [noted('"scratch"."rows__clean__1"')]);
    await warehouse.execute('compute', [noted('range(1)')]);
    expect(await seen()).toEqual([{ limit: SMALL }, { limit: usual }]);
  });

  test('is as usual again when a job that carries rows on has failed', async () => {
    const failing = warehouse.execute('carry', [
      noted('"scratch"."rows__clean__1"'),
      duck('SELECT error(1)'),
    ]);
    await expect(failing).rejects.toThrow();
    await warehouse.execute('compute', [noted('range(1)')]);
    expect(await seen()).toEqual([{ limit: usual }]);
  });

  test('is as usual for a query that runs while rows are carried on', async () => {
    const long =
      'SELECT max(a.range * b.range) FROM range(20000) a, range(20000) b, "scratch"."rows__clean__1"';
    const carried = warehouse.execute('carry', [duck(`INSERT INTO "d"."seen" ${long}`)]);
    const limits = [];
    for (let i = 0; i < 3; i++) limits.push(...(await warehouse.query(limit)).rows);
    expect(limits).toEqual(Array(3).fill({ limit: usual }));
    await carried;
  });

  test('that could not be changed once can be changed again', async () => {
    const instance = await DuckDBInstance.create(':memory:');
    const [writer, reader, broken] = await Promise.all([0, 1, 2].map(() => instance.connect()));
    const memory = new Memory();
    broken?.closeSync();
    await memory.streaming(writer as DuckDBConnection, async () => {
      await expect(memory.querying(broken as DuckDBConnection, async () => 1)).rejects.toThrow();
      expect(await memory.querying(reader as DuckDBConnection, async () => 2)).toBe(2);
    });
    instance.closeSync();
  });
});
