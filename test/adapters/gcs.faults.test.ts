import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { ObjectError, type ObjectStore } from '../../src/ports/objects';
import { BUCKETS } from '../cloud/buckets';
import { type Fault, Faults } from '../cloud/faults';
import { type StorageServer, startStorage } from '../cloud/storage';
import { connect } from './gcs.connect';

const faults = new Faults();
let server: StorageServer;
let store: ObjectStore;

beforeAll(async () => {
  server = await startStorage(faults);
  store = await connect(server.endpoint);
});
afterAll(() => server.close());
afterEach(() => {
  const { left } = faults;
  faults.clear();
  expect(left).toBe(0);
});

const UPLOAD = { path: /^\/upload\// };
const MEDIA = { path: /alt=media/ };
const GIGANTIC = 20 * 1024 * 1024;

const PASSING: readonly (readonly [string, Fault])[] = [
  ['429', { do: 'refuse', status: 429, reason: 'rateLimitExceeded' }],
  ['500', { do: 'refuse', status: 500, reason: 'backendError' }],
  ['503', { do: 'refuse', status: 503, reason: 'backendError' }],
  ['a reset connection', { do: 'reset' }],
  ['a lost reply', { do: 'lose' }],
  ['a slow answer', { do: 'delay', ms: 100 }],
];

async function kindOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => new Error('expected an ObjectError, but the call succeeded'),
    (reason: unknown) => reason,
  );
  if (error instanceof ObjectError) return error.kind;
  throw error;
}

/** Pieces as they come from a file or a socket. */
function* pieces(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
}

describe.each(PASSING)('%s', (kind, fault) => {
  const name = `faults/${kind.replace(/\W/g, '_')}`;
  // A slow answer is an answer: nothing is asked again.
  const times = fault.do === 'delay' ? 1 : 2;

  test('as an object is created: it is created once, and the creator knows that it is its own', async () => {
    faults.next(fault, UPLOAD, times);
    const written = await store.write('journal', `${name}/created`, 'mine', { ifGeneration: '0' });
    expect(await store.stat('journal', `${name}/created`)).toEqual(written);
    expect(await kindOf(store.write('journal', `${name}/created`, 'other', { ifGeneration: '0' }))).toBe(
      'precondition',
    );
    expect(await text(store.read('journal', `${name}/created`))).toBe('mine');
  });

  test('as an object is copied: the copier knows its own copy', async () => {
    const from = await store.write('landing', `${name}/from`, 'content');
    faults.next(fault, { path: /rewriteTo/ }, times);
    const copy = await store.copy(from, 'archive', `${name}/to`, { ifGeneration: '0' });
    expect(await store.stat('archive', `${name}/to`)).toEqual(copy);
    expect(await kindOf(store.copy(from, 'archive', `${name}/to`, { ifGeneration: '0' }))).toBe(
      'precondition',
    );
  });

  test('as an object is deleted under its generation: it is gone', async () => {
    const { generation } = await store.write('journal', `${name}/deleted`, 'x');
    faults.next(fault, { method: 'DELETE' }, times);
    await store.delete('journal', `${name}/deleted`, { ifGeneration: generation });
    expect(await store.stat('journal', `${name}/deleted`)).toBeNull();
  });

  test('as objects are read, described and listed: the answers are whole', async () => {
    const written = await store.write('clean', `${name}/read`, 'content');
    faults.next(fault, { method: 'GET' }, times);
    expect(await text(store.read('clean', `${name}/read`))).toBe('content');
    faults.next(fault, { method: 'GET' }, times);
    expect(await store.stat('clean', `${name}/read`)).toEqual(written);
    faults.next(fault, { method: 'GET' }, times);
    const names = [];
    for await (const listed of store.list('clean', `${name}/`)) names.push(listed.name);
    expect(names).toEqual([`${name}/read`]);
  });
});

describe('large objects', () => {
  const bytes = randomBytes(GIGANTIC);

  test('streams go up in pieces and come down as they were', async () => {
    const written = await store.write('clean', 'large/stream', Readable.from(pieces(bytes)));
    expect(written.size).toBe(GIGANTIC);
    expect(bytes.equals(await buffer(store.read('clean', 'large/stream')))).toBe(true);
  });

  test('a piece that meets a fault is sent again, or the upload fails as transient and leaves nothing', async () => {
    faults.next({ do: 'refuse', status: 503, reason: 'backendError' }, { method: 'PUT' });
    faults.next({ do: 'lose' }, { method: 'PUT' });
    const write = store.write('clean', 'large/again', Readable.from(pieces(bytes)), { ifGeneration: '0' });
    const failure = await write.then(
      () => null,
      (error: unknown) => error,
    );
    if (failure === null) expect(bytes.equals(await buffer(store.read('clean', 'large/again')))).toBe(true);
    else {
      expect(failure).toMatchObject({ name: 'ObjectError', kind: 'transient' });
      expect(await store.stat('clean', 'large/again')).toBeNull();
    }
  });

  test('an upload whose source breaks in the middle leaves nothing', async () => {
    const breaking = function* () {
      yield* pieces(bytes);
      throw new Error('the source broke');
    };
    await expect(store.write('clean', 'large/broken', Readable.from(breaking()))).rejects.toThrow(
      'the source broke',
    );
    expect(await store.stat('clean', 'large/broken')).toBeNull();
  });

  test('a copy that takes several requests keeps its precondition', async () => {
    const from = await store.write('landing', 'large/from', bytes);
    await store.copy(from, 'archive', 'large/copy', { ifGeneration: '0' });
    expect(await kindOf(store.copy(from, 'archive', 'large/copy', { ifGeneration: '0' }))).toBe(
      'precondition',
    );
  });

  test('a download that breaks off fails as transient, never as a short object', async () => {
    faults.next({ do: 'truncate' }, MEDIA);
    expect(await kindOf(buffer(store.read('clean', 'large/stream')))).toBe('transient');
  });

  test('a download with one wrong byte fails as transient', async () => {
    faults.next({ do: 'corrupt' }, MEDIA);
    expect(await kindOf(buffer(store.read('clean', 'large/stream')))).toBe('transient');
  });
});

test('a small download that breaks off or has a wrong byte is not passed on as the object', async () => {
  await store.write('clean', 'small', 'content of it');
  for (const fault of [{ do: 'truncate' }, { do: 'corrupt' }] as const) {
    faults.next(fault, MEDIA);
    const read = await text(store.read('clean', 'small')).catch((error: unknown) => error);
    if (read instanceof ObjectError) expect(read.kind).toBe('transient');
    else expect(read).toBe('content of it');
  }
});

test('a service that stays away fails as transient', async () => {
  faults.next({ do: 'refuse', status: 503, reason: 'backendError' }, {}, 100);
  expect(await kindOf(store.stat('clean', 'away'))).toBe('transient');
  expect(await kindOf(store.write('clean', 'away', 'x'))).toBe('transient');
  expect(await kindOf(text(store.read('clean', 'away')))).toBe('transient');
  faults.clear();
});

test('what is not allowed fails at once, naming the object', async () => {
  faults.next({ do: 'refuse', status: 403, reason: 'forbidden', message: 'no storage.objects.get' });
  const error = await store.stat('clean', 'secret').catch((reason: unknown) => reason);
  expect(String(error)).toMatch(/gs:\/\/local-clean\/secret \(403\).*no storage\.objects\.get/);
});

test('names that no store takes are refused before anything is sent', async () => {
  for (const name of ['', '/a', 'a//b', '../a', 'a\nb', 'a\\b', 'a/.b', '\ud800', 'x'.repeat(256)])
    expect(await kindOf(store.write('clean', name, 'x'))).toBe('invalid_name');
});

test('the address is that under which the warehouse loads', () => {
  expect(store.address('clean', 'visits/1.csv')).toBe(`gs://${BUCKETS.clean}/visits/1.csv`);
});
