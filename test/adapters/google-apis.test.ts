import { openDataLineage } from '../../src/adapters/google-apis/lineage';
import { openPubsub } from '../../src/adapters/google-apis/pubsub';
import { ApiError } from '../../src/adapters/google-apis/rest';
import { openWorkflows } from '../../src/adapters/google-apis/workflows';
import type { RunEvent } from '../../src/core/lineage/event';
import { Faults } from '../cloud/faults';
import { ApiRefusal, type HttpRequest, json, type RunningServer, serve } from '../cloud/http';

const EXECUTION = '0a1b2c3d-0000-4000-8000-0123456789ab';
const faults = new Faults();
let server: RunningServer;
let requests: HttpRequest[];

beforeAll(async () => {
  server = await serve(async (request) => {
    requests.push(request);
    if (request.url.pathname.endsWith('ffffffffffff')) throw new ApiRefusal(404, 'notFound', 'no execution');
    return json({ state: 'ACTIVE' });
  }, faults);
});
afterAll(() => server.close());
beforeEach(() => {
  requests = [];
  faults.clear();
});

const at = () => ({ endpoint: server.endpoint, maxRetryDelaySeconds: 0.01 });
const place = () => ({ project: 'acme', region: 'europe-west1', ...at() });
const workflows = () => openWorkflows({ ...place(), workflow: 'ecluse-run' });
const pubsub = () => openPubsub({ project: 'acme', topic: 'landing', landing: 'acme-landing', ...at() });
const worker = (host: string) => ({ host, pid: 0, started: '' });
const sent = () =>
  requests.map(({ method, url, headers, body }) => ({
    asked: `${method} ${url.pathname}`,
    type: headers['content-type'],
    credentials: headers.authorization,
    body: body.length > 0 ? JSON.parse(body.toString('utf8')) : null,
  }));

describe('Cloud Workflows', () => {
  const executions = '/v1/projects/acme/locations/europe-west1/workflows/ecluse-run/executions';

  test('starts an execution whose argument is the request as text, without credentials off Google', async () => {
    const request = { pipeline: 'sales', trigger: 'after stock' };
    await workflows().start(request);
    expect(sent()).toEqual([
      {
        asked: `POST ${executions}`,
        type: 'application/json',
        credentials: undefined,
        body: { argument: JSON.stringify(request) },
      },
    ]);
  });

  test('says of a worker whether its execution is at work', async () => {
    expect(await workflows().isRunning(worker(`execution ${EXECUTION}`))).toBe(true);
    expect(sent()).toMatchObject([{ asked: `GET ${executions}/${EXECUTION}`, body: null }]);
  });

  test('an execution that nobody knows is not at work', async () => {
    const unknown = EXECUTION.replace('0123456789ab', 'ffffffffffff');
    expect(await workflows().isRunning(worker(`execution ${unknown}`))).toBe(false);
  });

  test('whether others work, or who may not be asked, cannot be told', async () => {
    expect(await workflows().isRunning(worker('execution airflow-1'))).toBeNull();
    expect(requests).toEqual([]);
    faults.next({ do: 'refuse', status: 403, reason: 'forbidden' });
    expect(await workflows().isRunning(worker(`execution ${EXECUTION}`))).toBeNull();
  });
});

test('Pub/Sub hears of an object in the form in which Cloud Storage announces it', async () => {
  const created = new Date('2026-10-01T10:00:00Z');
  await pubsub().announce({ bucket: 'landing', name: 'orders/a.csv', generation: '17', size: 5, created });
  const [{ asked, body } = { asked: '', body: null }] = sent();
  expect(asked).toBe('POST /v1/projects/acme/topics/landing:publish');
  expect(body.messages).toMatchObject([
    { attributes: { eventType: 'OBJECT_FINALIZE', bucketId: 'acme-landing', objectGeneration: '17' } },
  ]);
  expect(JSON.parse(Buffer.from(body.messages[0].data, 'base64').toString('utf8'))).toEqual({
    kind: 'storage#object',
    bucket: 'acme-landing',
    name: 'orders/a.csv',
    generation: '17',
    size: '5',
    timeCreated: '2026-10-01T10:00:00.000Z',
  });
});

test('the Data Lineage API takes an OpenLineage event as it is', async () => {
  const event = { eventType: 'START' } as RunEvent;
  const lineage = openDataLineage(place());
  await lineage.emit(event);
  expect(lineage.naming).toEqual({ namespace: 'bigquery', prefix: 'acme.' });
  expect(sent()).toMatchObject([
    { asked: 'POST /v1/projects/acme/locations/europe-west1:processOpenLineageRunEvent', body: event },
  ]);
});

describe('a request', () => {
  const start = () => workflows().start({ pipeline: 'p', trigger: 't' });

  test('is sent again where the service is busy or the connection is cut', async () => {
    faults.next({ do: 'refuse', status: 503, reason: 'backendError' });
    faults.next({ do: 'reset' });
    await start();
    expect(requests).toHaveLength(1);
    expect(faults.left).toBe(0);
  });

  test('that is refused is sent once; its failure carries the status, never what was sent', async () => {
    faults.next({ do: 'refuse', status: 403, reason: 'forbidden', message: 'secret' });
    const error = await start().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      status: 403,
      message: expect.stringMatching(/executions answered 403\.$/),
    });
  });
});
