import fc from 'fast-check';
import type { ApiServer, Source } from '../../../src/core/manifest';
import { instantOf } from '../../../src/ingest/collect/instant';
import { Order } from '../../../src/ingest/collect/order';
import { sendJson, TestApi } from './support/server';
import { complaint, sourceOf, World } from './support/world';

interface Sale {
  readonly id: number | string;
  readonly updated_at: unknown;
}

const SERVER: Partial<ApiServer> = {
  records: 'items',
  pagination: { kind: 'cursor', param: 'cursor', path: 'next_cursor' },
  incremental: { param: 'since', column: 'updated_at' },
};

const api = TestApi.ofTests();
let world: World;
let records: Sale[];

beforeEach(() => {
  records = [];
  world = World.make(api.url);
});

/** An API that answers from `since`, with or without what is equal, in pages of `size`. */
function serve(boundary: 'inclusive' | 'exclusive', size = 3): void {
  api.handler = (url, response) => {
    const since = url.searchParams.get('since');
    const limit = since === null ? Number.NEGATIVE_INFINITY : Date.parse(since);
    const found = records.filter(({ updated_at }) => {
      const at = Date.parse(String(updated_at));
      return since === null || (boundary === 'inclusive' ? at >= limit : at > limit);
    });
    const from = Number(url.searchParams.get('cursor') ?? 0);
    const next_cursor = from + size < found.length ? String(from + size) : null;
    sendJson(response, { items: found.slice(from, from + size), next_cursor });
  };
}

const add = (id: number | string, updated_at: unknown) => records.push({ id, updated_at });
const pull = (source: Source = sourceOf(SERVER)) => world.collect(source);

async function landedIds(): Promise<(number | string)[]> {
  const pages = Object.values(await world.contents()).map((page) => JSON.parse(page));
  return pages.flatMap(({ items }) => items.map((record: Sale) => record.id));
}

describe.each(['inclusive', 'exclusive'] as const)(
  'Where the API answers %s of the value asked with',
  (boundary) => {
    test('the next pull asks from a second before the greatest value', async () => {
      add(1, '2026-10-01T10:00:00.250+02:00');
      add(2, '2026-10-01T09:59:59Z');
      serve(boundary);
      expect(await pull()).toMatchObject({ since: null, greatest: '2026-10-01T09:59:59Z' });
      api.forget();
      expect(await pull()).toMatchObject({ pull: 2, since: '2026-10-01T09:59:58Z' });
      expect(api.asked).toEqual(['/orders?since=2026-10-01T09%3A59%3A58Z']);
    });

    test('a record that gets the greatest value after the pull is in the next one', async () => {
      add(1, '2026-10-01T10:00:00Z');
      serve(boundary);
      await pull();
      add(2, '2026-10-01T10:00:00Z');
      await pull();
      expect(new Set(await landedIds())).toEqual(new Set([1, 2]));
    });

    test('a pull that finds nothing new lands nothing, however often it is repeated', async () => {
      for (let id = 1; id <= 8; id++) add(id, `2026-10-01T10:00:0${id < 5 ? id : 5}Z`);
      serve(boundary);
      await pull();
      const landed = await world.contents();
      for (let again = 2; again <= 4; again++)
        expect(await pull()).toMatchObject({ pull: again, pages: 0, records: 0, objects: [] });
      expect(await world.contents()).toEqual(landed);
    });

    test('a record that changes within the second lands again', async () => {
      records.push({ id: 1, updated_at: '2026-10-01T10:00:00Z' });
      serve(boundary);
      await pull();
      records[0] = { ...records[0], total: 5 } as never;
      expect(await pull()).toMatchObject({ pages: 1, records: 1 });
    });

    test('whatever is written between pulls, no record is lost', async () => {
      const batch = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 5 });
      await fc.assert(
        fc.asyncProperty(fc.array(batch, { minLength: 2, maxLength: 5 }), async (batches) => {
          const here = World.make(api.url);
          records = [];
          serve(boundary, 2);
          let second = 10;
          for (const steps of batches) {
            for (const step of steps) {
              second += step;
              add(records.length, `2026-10-01T10:00:${second}Z`);
            }
            await here.collect(sourceOf(SERVER));
          }
          const pages = Object.values(await here.contents()).map((page) => JSON.parse(page).items);
          const landed = new Set(pages.flat().map((record: Sale) => record.id));
          expect(landed).toEqual(new Set(records.map(({ id }) => id)));
        }),
        { numRuns: 12, seed: 7 },
      );
    });
  },
);

describe('What must not move the point where the next pull begins', () => {
  test('an instant in the future: it lands once, and later records are not hidden', async () => {
    add(1, '2026-10-05T10:00:00Z');
    add('future', '9999-12-31T00:00:00Z');
    serve('exclusive');
    expect(await pull()).toMatchObject({ greatest: '2026-10-05T10:00:00Z' });
    expect(world.said.join('\n')).toContain('1 record dated after 2026-10-06T12:00:00.000Z');
    expect(await pull()).toMatchObject({ pages: 0 });
    records.unshift({ id: 2, updated_at: '2026-10-05T11:00:00Z' });
    await pull();
    expect(new Set(await landedIds())).toEqual(new Set([1, 2, 'future']));
  });

  test('unless it lies before the instant that the caller believes in', async () => {
    add(1, '2030-01-01T00:00:00Z');
    serve('exclusive');
    const result = await world.collect(sourceOf(SERVER), { until: new Date('2030-02-01T00:00:00Z') });
    expect(result.greatest).toBe('2030-01-01T00:00:00Z');
  });

  test.each(['n/a', '', null, 7, true, { at: 'noon' }, '2026-99-99'])('%j is no timestamp', async (value) => {
    add(1, '2026-10-01T10:00:00Z');
    add(2, value);
    serve('inclusive');
    expect((await pull()).greatest).toBe('2026-10-01T10:00:00Z');
  });

  test('a pull that was abandoned for another column of increments: everything is pulled', async () => {
    add(1, '2026-10-01T10:00:00Z');
    serve('inclusive');
    await pull();
    const other = sourceOf({ ...SERVER, incremental: { param: 'since', column: 'created_at' } });
    expect(await pull(other)).toMatchObject({ since: null, records: 1 });
  });
});

test('A column whose spelling does not sort is refused with its contract', async () => {
  const source = sourceOf(SERVER, [{ name: 'updated_at', type: 'DATE', format: '%d/%m/%Y' }]);
  const message = await complaint(pull(source));
  expect(message).toContain('contracts/orders.yaml: orders is pulled by increments of "updated_at"');
  expect(message).toContain('spelled %d/%m/%Y');
  expect(api.asked).toEqual([]);
});

describe('The order of values', () => {
  test.each([
    ['TIMESTAMP', '2026-10-01T10:00:00+02:00', '2026-10-01T09:00:00Z'],
    ['TIMESTAMP', '2026-10-01T10:00:00Z', '2026-10-01 10:00:00.001Z'],
    ['TIMESTAMP', '2026-10-01', '2026-10-01T00:01Z'],
    ['INT64', '9', '10'],
    ['INT64', '1234567890123456788', '1234567890123456789'],
    ['NUMERIC', '-2.5', '1e3'],
    ['STRING', 'a9', 'b1'],
    ['STRING', '2026-10-01T10:00:00+02:00', '2026-10-01T09:00:00Z'],
    [undefined, '10', '9'],
  ])('%s: %s is before %s', (type, lesser, greater) => {
    const order = new Order(type);
    expect(order.compare(lesser, greater)).toBeLessThan(0);
    expect(order.compare(greater, lesser)).toBeGreaterThan(0);
    expect(order.compare(lesser, lesser)).toBe(0);
  });

  test.each([
    ['TIMESTAMP', '2026-10-01T00:00:00.123456+02:00', '2026-09-30T23:59:59.123456+02:00'],
    ['TIMESTAMP', '2026-10-01 10:00:00 UTC', '2026-10-01 09:59:59 UTC'],
    ['TIMESTAMP', '2026-10-01T10:00Z', '2026-10-01T09:59Z'],
    ['DATE', '2026-03-01', '2026-02-28'],
    ['INT64', '10000000000000000000', '9999999999999999999'],
    ['NUMERIC', '2.5', '1'],
    ['STRING', 'b1', 'b1'],
  ])('%s: a little before %s is %s', (type, value, before) => {
    expect(new Order(type).before(value)).toBe(before);
  });

  test('a little before an instant is always an instant before it', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }), (date) => {
        const text = date.toISOString();
        expect(instantOf(new Order('TIMESTAMP').before(text))).toBe(date.getTime() - 1000);
      }),
    );
  });
});
