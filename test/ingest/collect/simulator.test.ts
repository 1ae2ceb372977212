import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { readRecords } from '../../../src/ingest/reader';
import { type RunningApi, simulate, startApi } from '../../../src/simulator';
import { sourceOf, World } from './support/world';

const SOURCE = sourceOf({
  url: '{env:API}/transactions',
  records: 'items',
  pagination: { kind: 'cursor', param: 'cursor', path: 'next_cursor' },
  incremental: { param: 'since', column: 'updated_at' },
  rateLimit: 200,
});

const network = simulate({ startDate: '2026-10-01', days: 2, stores: 2 });
const identities = (): string[] => network.feeds.transactions.map(({ fields }) => JSON.stringify(fields));

let api: RunningApi;
let world: World;

beforeEach(async () => {
  // One request in three fails; those beyond the limit of a second get 429.
  let second = 0;
  const now = (): number => Math.floor(second++ / 5) * 1000;
  api = await startApi(network, { pageSize: 50, failEvery: 3, requestsPerSecond: 4, now });
  world = World.make(api.url);
});
afterEach(async () => {
  await api.close();
});

async function landed(): Promise<string[]> {
  const pages = Object.values(await world.contents()).map((page) => JSON.parse(page).items);
  return pages.flat().map((record: unknown) => JSON.stringify(record));
}

describe('A retail API that stumbles and limits', () => {
  test('is pulled whole: every record once, duplicates included', async () => {
    const result = await world.collect(SOURCE);
    expect(result.records).toBe(network.feeds.transactions.length);
    expect((await landed()).sort()).toEqual(identities().sort());
  });

  test('is followed from hour to hour without losing a record', async () => {
    for (let hour = 0; hour < 48; hour += 5) {
      api.moveTo(new Date(Date.parse('2026-10-01T00:00:00Z') + hour * 3_600_000).toISOString());
      await world.collect(SOURCE);
    }
    api.moveTo('2027-01-01T00:00:00Z');
    await world.collect(SOURCE);
    expect(new Set(await landed())).toEqual(new Set(identities()));
    expect(await world.collect(SOURCE)).toMatchObject({ pages: 0, objects: [] });
  });

  test('gives pages that the record reader takes as they landed', async () => {
    await world.collect(SOURCE);
    let records = 0;
    for (const page of Object.values(await world.contents())) {
      const sinks = { clean: new PassThrough(), malformed: new PassThrough() };
      const written = [text(sinks.clean), text(sinks.malformed)];
      const format = { kind: 'json', records: 'items' } as const;
      const options = { format, columns: ['transaction_id'], required: [], unknown: 'keep' } as const;
      const read = await readRecords(PassThrough.from([Buffer.from(page)]), options, sinks);
      await Promise.all(written);
      expect(read.malformed).toBe(0);
      records += read.records;
    }
    expect(records).toBe(network.feeds.transactions.length);
  });
});
