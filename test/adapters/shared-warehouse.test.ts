import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { newAddress, recordedAddress } from '../../src/adapters/shared-warehouse/address';
import type { Value } from '../../src/core/types';
import type { Warehouse } from '../../src/ports/warehouse';
import { Worker } from '../contract/process';
import { failureOf } from '../contract/warehouse/tools';
import { duck } from './duck';
import { type TemporaryFolder, temporaryFolder } from './folder';
import { connect } from './shared-warehouse.connect';

let folder: TemporaryFolder;
const opened: Warehouse[] = [];

beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(async () => {
  for (const warehouse of opened.splice(0).reverse()) await warehouse.close();
  await folder.remove();
});

async function open(at = folder.path): Promise<Warehouse> {
  const warehouse = await connect(at);
  opened.push(warehouse);
  return warehouse;
}

/** The holder, with a table, and a guest. */
async function pairOf(): Promise<readonly [Warehouse, Warehouse]> {
  const holder = await open();
  await holder.prepare({ tables: [{ name: 'd.t', columns: [{ name: 'n', type: 'INT64' }] }], views: [] });
  return [holder, await open()];
}

const ENDLESS = 'SELECT max((a.range * b.range) % 7)::BIGINT AS n FROM range(1000000) a, range(1000000) b';
const COUNT = duck('SELECT count(*) AS n FROM "d"."t"');
const countIn = async (warehouse: Warehouse) => (await warehouse.query(COUNT)).rows[0]?.n;

const worker = (...args: string[]) => {
  const connection = { module: path.join(__dirname, 'shared-warehouse.connect.ts'), config: folder.path };
  return new Worker('warehouse/worker.ts', connection, ...args).ready();
};

describe('A shared warehouse', () => {
  test('answers a guest while a transaction of the holder is open', async () => {
    const [holder, guest] = await pairOf();
    const working = failureOf(holder.execute('long', [duck(`INSERT INTO "d"."t" ${ENDLESS}`)]));
    await sleep(100);
    expect(await countIn(guest)).toBe(0);
    await guest.cancel('long');
    expect((await working).kind).toBe('cancelled');
  });

  test('brings large results in parts, whole and in order', async () => {
    const [, guest] = await pairOf();
    const { columns, rows } = await guest.query(
      duck("SELECT range AS n, repeat('é', 100) AS text FROM range(20500)"),
    );
    expect(columns).toEqual([
      { name: 'n', type: 'INT64' },
      { name: 'text', type: 'STRING' },
    ]);
    expect(rows.map(({ n }) => n)).toEqual(Array.from({ length: 20_500 }, (_, n) => n));
    expect(rows.every(({ text }) => text === 'é'.repeat(100))).toBe(true);
  });

  test('takes numbers that JSON does not have', async () => {
    const [, guest] = await pairOf();
    const values: readonly [string, Value, unknown][] = [
      ['INT64', 9223372036854775807n, '9223372036854775807'],
      ['FLOAT64', Number.NaN, 'NaN'],
      ['FLOAT64', Number.NEGATIVE_INFINITY, '-Infinity'],
      ['STRUCT<a INT64, b ARRAY<INT64>>', { a: 1n, b: [-5n] }, { a: 1, b: [-5] }],
    ];
    for (const [type, value, cell] of values) {
      const statement = { googlesql: 'SELECT @v AS v', duckdb: ['SELECT $v AS v'], params: { v: type } };
      expect((await guest.query({ statement, values: { v: value } })).rows).toEqual([{ v: cell }]);
    }
    const statement = { googlesql: '', duckdb: ['SELECT $v AS v'], params: { v: 'STRING' } };
    expect((await failureOf(guest.query({ statement, values: { v: Number.NaN } }))).kind).toBe('invalid');
  });

  test('goes on with a guest when the holder closes, after it has ended what the guest had called', async () => {
    const [holder, guest] = await pairOf();
    const slow = duck('INSERT INTO "d"."t" SELECT sum(range)::BIGINT FROM range(60000000)');
    const called = guest.execute('called', [slow]);
    await sleep(20);
    const [result, count] = await Promise.all([called, countIn(guest), holder.close()]);
    expect([result.found, count]).toEqual([false, 1]);
    expect(await countIn(await open())).toBe(1);
  });

  test('is opened by exactly one of many who come at once, also when the holder closes under them', async () => {
    const [holder] = await pairOf();
    const guests = await Promise.all(Array.from({ length: 6 }, () => open()));
    const insert = duck('INSERT INTO "d"."t" VALUES (1)');
    const inserted = guests.map((guest, i) => guest.execute(`job_${i}`, [insert]));
    await Promise.all([holder.close(), ...inserted]);
    expect(await Promise.all(guests.map(countIn))).toEqual(Array(6).fill(6));
  });

  test('frees the turn of a guest that is killed in the middle of a job', async () => {
    const [holder] = await pairOf();
    await holder.prepare({ datasets: ['contract'], tables: [], views: [] });
    const table = { name: 'contract.t', columns: [{ name: 'n', type: 'INT64' }] };
    await holder.prepare({ tables: [table], views: [] });
    const other = await worker('killed', 't');
    await sleep(50);
    await other.kill();
    await holder.execute('after', [duck('INSERT INTO "d"."t" VALUES (1)')]);
    const left = await holder.query(duck('SELECT count(*) AS n FROM "contract"."t"'));
    expect([0, 1_800_000]).toContain(left.rows[0]?.n);
  });

  test('ends the query of a guest that has gone', async () => {
    const [holder] = await pairOf();
    for (let i = 0; i < 3; i++) {
      const gone = new AbortController();
      const asked = failureOf((await open()).query(duck(ENDLESS), { signal: gone.signal }));
      await sleep(50);
      gone.abort();
      expect((await asked).kind).toBe('cancelled');
    }
    expect(await countIn(holder)).toBe(0);
  });

  test('fails a call under way as transient when the holder is killed, and opens anew for the next', async () => {
    const first = await open();
    const table = { name: 'contract.t', columns: [{ name: 'n', type: 'INT64' }] };
    await first.prepare({ tables: [table, { ...table, name: 'd.t' }], views: [] });
    await first.close();
    const holder = await worker('holding', 't');
    const guest = await open();
    const error = failureOf(guest.execute('lost', [duck(`INSERT INTO "d"."t" ${ENDLESS}`)]));
    await sleep(50);
    await holder.kill();
    expect((await error).message).toContain('Try again');
    expect((await error).kind).toBe('transient');
    const again = await guest.execute('lost', [duck('INSERT INTO "d"."t" VALUES (1)')]);
    expect([again.found, await countIn(guest)]).toEqual([false, 1]);
  });

  test('has a socket that only its owner can use, and leaves nothing but the name of it', async () => {
    const holder = await open();
    const address = (await recordedAddress(folder.path)) ?? '';
    expect(statSync(address).mode & 0o777).toBe(0o600);
    await holder.close();
    expect(readdirSync(folder.path).filter((name) => name !== 'warehouse.duckdb')).toEqual([
      'warehouse.socket',
    ]);
  });

  test('has its socket elsewhere where the path of the folder is too long for one', async () => {
    const deep = path.join(folder.path, 'x'.repeat(60), 'y'.repeat(60));
    mkdirSync(deep, { recursive: true });
    const holder = await open(deep);
    await holder.prepare({ tables: [{ name: 'd.t', columns: [{ name: 'n', type: 'INT64' }] }], views: [] });
    expect(await countIn(await open(deep))).toBe(0);
    const address = readFileSync(path.join(deep, 'warehouse.socket'), 'utf8');
    expect(address.startsWith(deep)).toBe(false);
    expect(statSync(path.dirname(address)).mode & 0o777).toBe(0o700);
    await holder.close();
    expect(existsSync(path.dirname(address))).toBe(false);
  });

  test('is busy, as transient, when its holder is suspended', async () => {
    const holder = await worker('holding', 't').catch((error: Error) => error);
    expect(holder).toBeInstanceOf(Worker);
    const { pid } = holder as Worker;
    process.kill(pid, 'SIGSTOP');
    const error = await failureOf(connect(folder.path));
    await (holder as Worker).kill();
    expect([error.kind, error.message]).toEqual([
      'transient',
      expect.stringContaining(`is held by process ${pid}`),
    ]);
  });

  test('has a pipe on Windows', async () => {
    expect(await newAddress(folder.path, 'win32')).toMatch(/^\\\\\.\\pipe\\ecluse-[0-9a-f]{16}$/);
  });
});
