import { openBigQuery } from '../../src/adapters/bigquery';
import { systemClock } from '../../src/adapters/system';
import type { Warehouse } from '../../src/ports/warehouse';
import { type Fault, type LocalCloud, startCloud } from '../cloud';
import { failureOf } from '../contract/warehouse/tools';
import { CREATE_ORDERS, insertUpTo, ordersOf, statement } from './bigquery.tools';

let cloud: LocalCloud;
let warehouse: Warehouse;

beforeAll(async () => {
  cloud = await startCloud({ pageRows: 100 });
  const { endpoint } = cloud.bigquery;
  const place = { project: 'local', location: 'EU', endpoint };
  warehouse = openBigQuery({ ...place, clock: systemClock, maxRetryDelaySeconds: 0.02 });
  await cloud.bigquery.provision(CREATE_ORDERS);
});
afterAll(() => cloud.close());
afterEach(() => {
  const { left } = cloud.faults;
  cloud.faults.clear();
  expect(left).toBe(0);
});

const INSERT = { method: 'POST', path: /\/jobs(?:\?|$)/ };
const RESULTS = { method: 'GET', path: /\/queries\// };
const GET_JOB = { method: 'GET', path: /\/jobs\// };

const PASSING: readonly (readonly [string, Fault])[] = [
  ['429', { do: 'refuse', status: 429, reason: 'rateLimitExceeded' }],
  ['500', { do: 'refuse', status: 500, reason: 'internalError' }],
  ['503', { do: 'refuse', status: 503, reason: 'backendError' }],
  ['a rate limit that comes as 403', { do: 'refuse', status: 403, reason: 'rateLimitExceeded' }],
  ['a reset connection', { do: 'reset' }],
  ['a lost reply', { do: 'lose' }],
  ['a slow answer', { do: 'delay', ms: 100 }],
];

describe.each(PASSING)('%s', (name, fault) => {
  const source = name.replace(/\W/g, '_');

  test('as a job starts: it runs once, and is not said to have been there before', async () => {
    cloud.faults.next(fault, INSERT, 2);
    const { found, affected } = await warehouse.execute(`start_${source}`, [insertUpTo(source, 3)]);
    expect({ found, affected }).toEqual({ found: false, affected: [3] });
    expect(await ordersOf(warehouse, source)).toEqual([1, 2, 3]);
  });

  test('as results are asked for: they come whole', async () => {
    cloud.faults.next(fault, RESULTS, 2);
    const { rows } = await warehouse.query(
      statement('SELECT n FROM UNNEST(GENERATE_ARRAY(1, 250)) AS n ORDER BY n'),
    );
    expect(rows).toHaveLength(250);
  });

  test('as a load starts and is asked for: the file is loaded once', async () => {
    cloud.storage.objects.put('clean', `${source}.csv`, Buffer.from('a,2\nb,3\n'), {});
    cloud.faults.next(fault, INSERT);
    cloud.faults.next(fault, GET_JOB);
    const request = {
      address: `gs://clean/${source}.csv`,
      table: `scratch.l_${source}`,
      columns: ['id', '_line'],
    };
    expect((await warehouse.load(`load_${source}`, request)).affected).toEqual([2]);
    expect((await warehouse.query(statement(`SELECT id FROM \`scratch.l_${source}\``))).rows).toHaveLength(2);
  });
});

test('an answer that breaks off is asked for again, never taken for a short result', async () => {
  cloud.faults.next({ do: 'truncate' }, RESULTS);
  const { rows } = await warehouse.query(statement('SELECT n FROM UNNEST(GENERATE_ARRAY(1, 90)) AS n'));
  expect(rows).toHaveLength(90);
});

test('a service that stays away fails queries as transient: nobody can ask for them by their ids', async () => {
  cloud.faults.next({ do: 'refuse', status: 503, reason: 'backendError' }, {}, 100);
  expect((await failureOf(warehouse.query(statement('SELECT 1 AS n')))).kind).toBe('transient');
  cloud.faults.clear();
});

/** From then on nobody answers, whatever is asked. */
const LINE_DOWN: readonly (readonly [string, Fault])[] = [
  ['refuses', { do: 'refuse', status: 503, reason: 'backendError' }],
  ['cuts connections', { do: 'reset' }],
  ['takes requests and loses the replies', { do: 'lose' }],
];

describe.each(LINE_DOWN)('a service that %s for longer than requests are repeated', (name, fault) => {
  const source = `down_${name.replace(/\W/g, '_')}`;

  test('as a job starts: it may be at work, and the same call finds or starts it once', async () => {
    const work = () => warehouse.execute(`${source}_start`, [insertUpTo(source, 3)]);
    cloud.faults.next(fault, {}, 100);
    expect((await failureOf(work())).kind).toBe('pending');
    cloud.faults.clear();
    expect((await work()).affected).toEqual([3]);
    expect(await ordersOf(warehouse, source)).toEqual([1, 2, 3]);
  });

  test('while a job works: it is not said to have failed, and the same call finds it', async () => {
    const work = () => warehouse.execute(`${source}_works`, [insertUpTo(`${source}_w`, 2)]);
    cloud.faults.next(fault, { method: 'GET' }, 100);
    expect((await failureOf(work())).kind).toBe('pending');
    cloud.faults.clear();
    expect(await work()).toMatchObject({ found: true, affected: [2] });
    expect(await ordersOf(warehouse, `${source}_w`)).toEqual([1, 2]);
  });

  test('while a load works: the same call finds it', async () => {
    cloud.storage.objects.put('clean', `${source}.csv`, Buffer.from('a,2\n'), {});
    const request = {
      address: `gs://clean/${source}.csv`,
      table: `scratch.${source}`,
      columns: ['id', '_line'],
    };
    cloud.faults.next(fault, { method: 'GET' }, 100);
    expect((await failureOf(warehouse.load(`${source}_load`, request))).kind).toBe('pending');
    cloud.faults.clear();
    expect(await warehouse.load(`${source}_load`, request)).toMatchObject({ found: true, affected: [1] });
  });
});

test('a query with an id is found with its rows, also after patience or the line gave out, and billed once', async () => {
  const bound = statement('SELECT n FROM UNNEST(GENERATE_ARRAY(1, 250)) AS n ORDER BY n');
  const before = cloud.bigquery.requests.length;
  const impatient = { job: 'asked_1', patience: AbortSignal.abort() };
  expect((await failureOf(warehouse.query(bound, impatient))).kind).toBe('pending');
  cloud.faults.next({ do: 'refuse', status: 503, reason: 'backendError' }, RESULTS, 5);
  expect((await failureOf(warehouse.query(bound, { job: 'asked_1' }))).kind).toBe('pending');
  for (const _ of [1, 2]) expect((await warehouse.query(bound, { job: 'asked_1' })).rows).toHaveLength(250);
  expect(cloud.bigquery.requests.length - before).toBe(1);
});

test('an attempt that nobody answers is given up, and the job that it started is known', async () => {
  const place = { project: 'local', location: 'EU', endpoint: cloud.bigquery.endpoint, clock: systemClock };
  const impatient = openBigQuery({ ...place, maxRetryDelaySeconds: 0.02, requestTimeoutMs: 300 });
  cloud.faults.next({ do: 'delay', ms: 1000 }, INSERT);
  const { found, affected } = await impatient.execute('silent', [insertUpTo('silent', 2)]);
  expect({ found, affected }).toEqual({ found: false, affected: [2] });
});

test('what is not allowed fails at once, as invalid', async () => {
  cloud.faults.next({
    do: 'refuse',
    status: 403,
    reason: 'accessDenied',
    message: 'no bigquery.jobs.create',
  });
  const error = await failureOf(warehouse.query(statement('SELECT 1 AS n')));
  expect(error).toMatchObject({ kind: 'invalid', message: 'no bigquery.jobs.create' });
  expect(cloud.faults.injected).toBeGreaterThan(0);
});

const FAILING: readonly (readonly [string, string, string, string])[] = [
  [
    'a transaction that a concurrent one aborted',
    'invalidQuery',
    'Query error: Transaction is aborted due to concurrent update against table local:shop.orders. Transaction ID: x at [5:1]',
    'conflict',
  ],
  [
    'a change that a concurrent one overtook',
    'invalidQuery',
    'Could not serialize access to table local:shop.orders due to concurrent update',
    'conflict',
  ],
  [
    'an exhausted quota',
    'quotaExceeded',
    'Exceeded rate limits: too many table update operations',
    'transient',
  ],
  [
    'a backend that failed',
    'backendError',
    'Error encountered during execution. Retrying may solve the problem.',
    'transient',
  ],
  [
    'a query of too many resources',
    'resourcesExceeded',
    'Resources exceeded during query execution',
    'invalid',
  ],
  [
    'a job that somebody ended',
    'stopped',
    'Job execution was cancelled: User requested cancellation',
    'cancelled',
  ],
];

test.each(FAILING)(
  '%s after a while fails as its reason says, leaves nothing, and is found again',
  async (name, reason, message, kind) => {
    const source = name.replace(/\W/g, '_');
    const job = `fails_${source}`;
    cloud.faults.next({ do: 'fail_job', ms: 60, reason, message }, INSERT);
    const work = () => warehouse.execute(job, [insertUpTo(source, 3), insertUpTo(source, 4)]);
    expect((await failureOf(work())).kind).toBe(kind);
    expect((await failureOf(work())).kind).toBe(kind);
    expect(await ordersOf(warehouse, source)).toEqual([]);
    const next = await warehouse.execute(`${job}_2`, [insertUpTo(source, 3)]);
    expect(next).toMatchObject({ found: false, affected: [3] });
  },
);

test('a load that fails after a while is found failed', async () => {
  cloud.storage.objects.put('clean', 'late.csv', Buffer.from('a,2\n'), {});
  cloud.faults.next({ do: 'fail_job', ms: 60, reason: 'backendError', message: 'Injected' }, INSERT);
  const request = { address: 'gs://clean/late.csv', table: 'scratch.late', columns: ['id', '_line'] };
  expect((await failureOf(warehouse.load('late', request))).kind).toBe('transient');
  expect((await failureOf(warehouse.load('late', request))).kind).toBe('transient');
  expect((await warehouse.load('late_2', request)).affected).toEqual([1]);
});

test('a job that another caller has started is found while it runs', async () => {
  cloud.faults.next({ do: 'fail_job', ms: 150, reason: 'backendError', message: 'Injected' }, INSERT);
  const calls = [1, 2].map(() => failureOf(warehouse.execute('duplicate', [insertUpTo('duplicate', 1)])));
  expect((await Promise.all(calls)).map(({ message }) => message)).toEqual(['Injected', 'Injected']);
});

test('no message shows the SQL', async () => {
  const error = await failureOf(
    warehouse.execute('shown', [statement('DELETE FROM `shop.orders` WHERE no_such = 7')]),
  );
  expect(error.message).not.toContain('DELETE');
});
