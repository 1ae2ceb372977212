import { openSecretManager } from '../../src/adapters/google-apis/secret-manager';
import { SecretError } from '../../src/ports/secrets';
import { Faults } from '../cloud/faults';
import type { RunningServer } from '../cloud/http';
import { startSecrets } from '../cloud/secrets';

const VALUES = {
  'retail-api-token/latest': 'naïve-secret',
  'retail-api-token/3': 'older',
  'empty/latest': '',
};
const faults = new Faults();
let server: RunningServer;

beforeAll(async () => {
  server = await startSecrets(faults, VALUES);
});
afterAll(() => server.close());
afterEach(() => faults.clear());

const secrets = (versions = {}) =>
  openSecretManager({ project: 'acme', endpoint: server.endpoint, versions, maxRetryDelaySeconds: 0.01 });

async function failure(work: Promise<unknown>): Promise<SecretError> {
  const error = await work.catch((reason: unknown) => reason);
  if (error instanceof SecretError) return error;
  throw new Error(`expected a SecretError, not ${error}`);
}

test('the newest value of a secret is had by its name', async () => {
  expect(await secrets().get('retail-api-token')).toBe('naïve-secret');
});

test('a version that is pinned is had in the place of the newest', async () => {
  expect(await secrets({ 'retail-api-token': '3' }).get('retail-api-token')).toBe('older');
});

test('a secret that is missing or empty fails by its name, with what to do', async () => {
  expect((await failure(secrets().get('retail-api-tokne'))).message).toMatch(
    /"retail-api-tokne".*404.*contract/,
  );
  expect((await failure(secrets().get('empty'))).message).toMatch(/"empty" is empty.*Add a version/);
});

test('a secret that may not be read fails with the role that is missing, and is asked for once', async () => {
  faults.next({ do: 'refuse', status: 403, reason: 'forbidden' });
  expect((await failure(secrets().get('retail-api-token'))).message).toContain('secretAccessor');
});

test('a busy service and a cut connection are asked again', async () => {
  faults.next({ do: 'refuse', status: 503, reason: 'backendError' });
  faults.next({ do: 'reset' });
  expect(await secrets().get('retail-api-token')).toBe('naïve-secret');
  expect(faults.injected).toBeGreaterThanOrEqual(2);
});

test('no failure shows a value', async () => {
  faults.next({ do: 'refuse', status: 500, reason: 'internalError', message: 'naïve-secret' }, {}, 5);
  expect((await failure(secrets().get('retail-api-token'))).message).not.toContain('naïve-secret');
});
