import { type BigQuery, openBigQuery } from '../../src/adapters/bigquery';
import { systemClock } from '../../src/adapters/system';
import { withoutValues } from '../../src/engine/without-values';
import type { ReadLimit, Warehouse } from '../../src/ports/warehouse';
import { type LocalCloud, startCloud } from '../cloud';
import { failureOf } from '../contract/warehouse/tools';
import { CREATE_ORDERS, failingAssert, insertUpTo, ordersOf, statement } from './bigquery.tools';

const PLACE = { project: 'local', location: 'EU', clock: systemClock, maxRetryDelaySeconds: 0.02 };

let cloud: LocalCloud;
let warehouse: Warehouse;
let open: (options?: Partial<Parameters<typeof openBigQuery>[0]>) => BigQuery;

const limitOf = (bytes: number): ReadLimit => ({ bytes, said: `max_bytes of the project is ${bytes} bytes` });

beforeAll(async () => {
  cloud = await startCloud({ pageRows: 100 });
  open = (options = {}) => openBigQuery({ ...PLACE, endpoint: cloud.bigquery.endpoint, ...options });
  warehouse = open();
  await cloud.bigquery.provision(CREATE_ORDERS);
});
afterAll(() => cloud.close());
afterEach(() => {
  const { left } = cloud.faults;
  cloud.faults.clear();
  expect(left).toBe(0);
});

const lastRequest = () => cloud.bigquery.requests.at(-1);

describe('what is sent', () => {
  test('every job carries the labels, the location and the limit of bytes', async () => {
    const labelled = open({ labels: { app: 'ecluse', run: 'r1' } }).within(limitOf(1e6));
    await labelled.execute('sent_labels', [insertUpTo('labels', 3)]);
    await labelled.query(statement('SELECT 1 AS one'));
    for (const { jobReference, configuration } of cloud.bigquery.requests.slice(-2)) {
      expect(jobReference).toMatchObject({ projectId: 'local', location: 'EU' });
      expect(configuration.labels).toMatchObject({ app: 'ecluse', run: 'r1' });
      expect(configuration.query).toMatchObject({ useLegacySql: false, maximumBytesBilled: '1000000' });
    }
  });

  test('what a query answers is kept under the key of our own; what a job changes is under that of its table', async () => {
    const kmsKey = 'projects/p/locations/r/keyRings/ecluse/cryptoKeys/data';
    await open({ kmsKey }).query(statement('SELECT 1 AS one'));
    const key = { destinationEncryptionConfiguration: { kmsKeyName: kmsKey } };
    expect(lastRequest()?.configuration.query).toMatchObject(key);
    await open({ kmsKey }).execute('sent_key', [insertUpTo('key', 1)]);
    expect(lastRequest()?.configuration.query).not.toMatchObject(key);
  });

  test('dates stand in the text as literals, everything else is a typed parameter', async () => {
    const params = { day: 'DATE', days: 'DATES', store: 'STRING', pins: 'ARRAY<STRUCT<d DATE, seq INT64>>' };
    const sql = "SELECT @store AS s, '@day' AS t, @day IN (@days) AS among, ARRAY_LENGTH(@pins) AS n -- @day";
    const values = {
      day: '2026-10-01',
      days: ['2026-10-01'],
      store: "it's",
      pins: [{ d: '2026-10-01', seq: 1 }],
    };
    const { rows } = await warehouse.query(statement(sql, params, values));
    expect(rows).toEqual([{ s: "it's", t: '@day', among: true, n: 1 }]);
    expect(lastRequest()?.configuration.query?.query).toBe(
      "SELECT @store AS s, '@day' AS t, DATE '2026-10-01' IN (DATE '2026-10-01') AS among, ARRAY_LENGTH(@pins) AS n -- @day",
    );
    expect(lastRequest()?.configuration.query?.queryParameters?.map(({ name }) => name)).toEqual([
      'store',
      'pins',
    ]);
  });

  test('one statement is a job by itself; several are one transaction that answers its counts', async () => {
    await warehouse.execute('sent_alone', [insertUpTo('alone', 1)]);
    expect(lastRequest()?.configuration.query?.query).toMatch(/^INSERT INTO/);
    await warehouse.execute('sent_together', [insertUpTo('together', 1), insertUpTo('together', 2)]);
    expect(lastRequest()?.configuration.query?.query).toMatch(
      /^DECLARE[\s\S]*\nBEGIN TRANSACTION\n;\nINSERT INTO[\s\S]*\n;\nCOMMIT TRANSACTION\n;\nSELECT /,
    );
  });

  test('a name that is bound to two values in two statements is two parameters', async () => {
    const insert = (n: number) =>
      statement("INSERT INTO `shop.orders` (source, n) VALUES ('twice', @n)", { n: 'INT64' }, { n });
    await warehouse.execute('sent_twice', [insert(1), insert(2), insert(1)]);
    const sent = lastRequest();
    expect(await ordersOf(warehouse, 'twice')).toEqual([1, 1, 2]);
    expect(sent?.configuration.query?.queryParameters?.map(({ name }) => name)).toEqual(['n', 'n_2']);
  });

  test('a job that mixes definitions and changes is refused before anything is sent', async () => {
    const before = cloud.bigquery.requests.length;
    const create = statement('CREATE TABLE `scratch.mixed` AS SELECT 1 AS n');
    const error = await failureOf(warehouse.execute('sent_mixed', [create, insertUpTo('mixed', 1)]));
    expect(error).toMatchObject({ kind: 'invalid', message: expect.stringContaining('two jobs') });
    expect(cloud.bigquery.requests).toHaveLength(before);
  });

  test('files are loaded into scratch only, and a name that is a pattern is refused', async () => {
    const columns = ['id', '_line'];
    const elsewhere = warehouse.load('sent_1', { address: 'gs://b/a.csv', table: 'shop.orders', columns });
    const pattern = warehouse.load('sent_2', { address: 'gs://b/*.csv', table: 'scratch.a', columns });
    expect((await failureOf(elsewhere)).message).toContain('into scratch, not into shop.orders');
    expect((await failureOf(pattern)).message).toContain('gs://b/*.csv');
  });
});

describe('a file', () => {
  const columns = ['id', '_line'];
  const fileOf = async (name: string, csv: string) => {
    cloud.storage.objects.put('files', name, Buffer.from(csv), {});
    return { address: `gs://files/${name}`, table: 'scratch.files', columns };
  };
  const GIB = 1024 ** 3;

  test('is read in parallel where no field holds a line end', async () => {
    await warehouse.load('file_plain', { ...(await fileOf('plain', '"a",1\n')), multiline: false });
    expect(lastRequest()?.configuration.load).toMatchObject({ allowQuotedNewlines: false });
    const long = { ...(await fileOf('long', '"a\nb",1\n')), multiline: true };
    expect((await warehouse.load('file_long', long)).affected).toEqual([1]);
    const wrong = { ...long, multiline: false };
    expect((await failureOf(warehouse.load('file_wrong', wrong))).message).toContain('Missing close quote');
  });

  test('of more than 4 GiB with line ends in fields is refused before it is sent, others are not', async () => {
    const before = cloud.bigquery.requests.length;
    const large = { ...(await fileOf('large', 'a,1\n')), bytes: 5 * GIB };
    const error = await failureOf(warehouse.load('file_large', large));
    expect(error).toMatchObject({ kind: 'limit', message: expect.stringContaining('Deliver it in parts') });
    expect(cloud.bigquery.requests).toHaveLength(before);
    await warehouse.load('file_large', { ...large, multiline: false });
  });
});

describe('what is answered', () => {
  test('results of many pages are one result', async () => {
    const { rows } = await warehouse.query(
      statement('SELECT n FROM UNNEST(GENERATE_ARRAY(1, 1234)) AS n ORDER BY n'),
    );
    expect(rows.map(({ n }) => n)).toEqual(Array.from({ length: 1234 }, (_, i) => i + 1));
  });

  test('a job that failed is found failed, for the same reason, and is not run again', async () => {
    const work = () => warehouse.execute('answered_failed', [insertUpTo('failed', 2), failingAssert()]);
    const before = cloud.bigquery.requests.length;
    expect((await failureOf(work())).kind).toBe('assertion');
    expect(await failureOf(work())).toMatchObject({
      kind: 'assertion',
      message: expect.stringContaining('moved'),
    });
    expect(cloud.bigquery.requests).toHaveLength(before + 1);
  });

  test('who does not wait leaves the job at work, and finds it later', async () => {
    cloud.faults.next(
      { do: 'fail_job', ms: 300, reason: 'backendError', message: 'Injected' },
      { path: /\/jobs(?:\?|$)/ },
    );
    const started = Date.now();
    const impatient = warehouse.execute('answered_later', [insertUpTo('later', 1)], AbortSignal.timeout(50));
    expect((await failureOf(impatient)).kind).toBe('pending');
    expect(Date.now() - started).toBeLessThan(290);
    expect((await failureOf(warehouse.execute('answered_later', []))).message).toBe('Injected');
  });

  test('a query is cancelled when nobody waits for it any more', async () => {
    const endless = statement(
      'SELECT MAX(MOD(a * b, 7)) AS m FROM UNNEST(GENERATE_ARRAY(1, 1000000)) AS a CROSS JOIN UNNEST(GENERATE_ARRAY(1, 1000000)) AS b',
    );
    expect((await failureOf(warehouse.query(endless, { signal: AbortSignal.timeout(50) }))).kind).toBe(
      'cancelled',
    );
  });

  test('a query above the limit of bytes fails before it costs anything', async () => {
    await warehouse.execute('answered_dear', [insertUpTo('dear', 1000)]);
    const limited = open().within(limitOf(10));
    const dear = statement('SELECT n FROM `shop.orders`');
    const error = await failureOf(limited.query(dear));
    expect(error.kind).toBe('limit');
    expect(withoutValues(error)).toMatch(
      /^The query would read more than it may: max_bytes of the project is 10 bytes\..*raise max_bytes in ecluse\.yaml\..*exceeded limit/,
    );
    expect((await limited.estimate(dear)).bytes).toBeGreaterThan(10);
  });

  test('an estimate tells bytes', async () => {
    const { bytes } = await warehouse.estimate(statement('SELECT n FROM `shop.orders`'));
    expect(bytes).toBeGreaterThan(0);
  });
});

describe('structure', () => {
  test('everything that is missing or different is named at once, with who makes it', async () => {
    const error = await failureOf(
      warehouse.prepare({
        datasets: ['nowhere'],
        tables: [
          { name: 'shop.missing', columns: [] },
          {
            name: 'shop.orders',
            columns: [
              { name: 'N', type: 'STRING' },
              { name: 'added', type: 'DATE' },
            ],
          },
        ],
        external: [
          { name: 'shop.no_events', columns: [], address: 'gs://journal/events' },
          { name: 'shop.orders', columns: [], address: 'gs://journal/orders' },
        ],
        views: [
          { googlesql: 'CREATE OR REPLACE VIEW `shop.no_view` AS SELECT 1 AS n', duckdb: [], params: {} },
          { googlesql: 'CREATE OR REPLACE FUNCTION `shop.no_function`() AS (1)', duckdb: [], params: {} },
        ],
      }),
    );
    for (const part of [
      'nowhere',
      'shop.missing',
      'shop.orders.N is INT64',
      'shop.orders.added DATE',
      'no_view',
      'shop.no_events',
      'shop.orders is a table; expected an external table',
    ])
      expect(error.message).toContain(part);
    expect(error.message).toMatch(/function shop\.no_function.*Terraform/);
  });

  test('where everything is there nothing is done', async () => {
    const before = cloud.bigquery.requests.length;
    await warehouse.prepare(CREATE_ORDERS);
    expect(cloud.bigquery.requests).toHaveLength(before);
  });
});
