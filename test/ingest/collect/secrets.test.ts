import { EnvironmentSecrets } from '../../../src/adapters/local-secrets';
import type { ApiServer } from '../../../src/core/manifest';
import { SecretError } from '../../../src/ports/secrets';
import { linkFeed, sendJson, sendStatus, TestApi } from './support/server';
import { complaint, sourceOf, World } from './support/world';

const SECRET = 's3cret/&"tok en';
const AUTH = { header: 'Authorization', prefix: 'Bearer ', secret: 'shop-token' };

const api = TestApi.ofTests();
let world: World;

beforeEach(() => {
  api.handler = (_, response) => sendJson(response, []);
  world = World.make(api.url);
  world.secret = SECRET;
});

const pull = (server: Partial<ApiServer>) => world.collect(sourceOf(server));

/** All that anybody could read afterwards. */
async function everything(message: string): Promise<string> {
  const journal = Object.values(await world.contents('journal'));
  return [message, ...world.said, ...journal].join('\n');
}

describe('The secret of a source', () => {
  test('is sent in the header that the contract names', async () => {
    api.handler = (_, response) => sendJson(response, [{ id: 1 }]);
    await pull({ auth: AUTH });
    expect(api.headers[0]?.authorization).toBe(`Bearer ${SECRET}`);
    expect(await everything('')).not.toContain(SECRET);
  });

  test('may end with a line break, as files do', async () => {
    world.secret = 'abc\n';
    api.handler = (_, response) => sendJson(response, []);
    await pull({ auth: AUTH });
    expect(api.headers[0]?.authorization).toBe('Bearer abc');
  });

  test('is in no error, even when the API repeats it in every spelling', async () => {
    api.handler = (_, response, request) => {
      const said = request.headers.authorization ?? '';
      sendStatus(
        response,
        403,
        `${'-'.repeat(190)}${said} ${encodeURIComponent(SECRET)} ${JSON.stringify(said)}`,
      );
    };
    const message = await complaint(pull({ auth: AUTH }));
    expect(message).toContain('answered 403');
    for (const part of ['s3cret', 'tok en', 'tok%20en'])
      expect(await everything(message)).not.toContain(part);
  });

  test('is in no error when it cannot be sent', async () => {
    world.secret = 'first\nsecond';
    const message = await complaint(pull({ auth: AUTH }));
    expect(message).toContain('the secret "shop-token" is empty or holds characters that no header may have');
    expect(message).not.toContain('second');
    expect(api.asked).toEqual([]);
  });
});

describe('Variables in the location', () => {
  test('are filled in; one that is missing is named with the contract', async () => {
    const message = await complaint(pull({ url: '{env:API}/{env:TENANT}/orders' }));
    expect(message).toBe(
      'CollectError: contracts/orders.yaml: the location of orders, {env:API}/{env:TENANT}/orders, needs the environment variable TENANT, which is not set. Set it and collect again.',
    );
    world.environment.TENANT = 'north';
    await pull({ url: '{env:API}/{env:TENANT}/orders' });
    expect(api.asked).toEqual(['/north/orders']);
  });

  test('in the query are secrets: sent, and neither shown nor stored, though links repeat them', async () => {
    world.environment.KEY = SECRET;
    let answers = 0;
    const pages = linkFeed([{ id: 1 }, { id: 2 }, { id: 3 }], 1);
    api.handler = (url, response, request) => {
      answers += 1;
      if (answers < 3) pages(url, response, request);
      else sendStatus(response, 418, `no ${url.search}`);
    };
    const message = await complaint(
      pull({ url: '{env:API}/orders?k={env:KEY}', pagination: { kind: 'link' } }),
    );
    expect(api.asked.map((path) => new URL(path, api.url).searchParams.get('k'))).toEqual([
      SECRET,
      SECRET,
      SECRET,
    ]);
    expect(message).toContain('answered 418');
    for (const part of ['s3cret', 'tok en', 'tok%20en', 'tok+en'])
      expect(await everything(message)).not.toContain(part);
  });

  test('in the query that are short do not garble the rest of a message', async () => {
    Object.assign(world.environment, { TENANT: '1', ENV: 'env' });
    const pages = linkFeed([{ id: 1 }, { id: 2 }], 1);
    api.handler = (url, response, request) => {
      if (url.searchParams.has('from')) sendStatus(response, 400, 'tenant 1 is closed');
      else pages(url, response, request);
    };
    const url = '{env:API}/orders?t={env:TENANT}&e={env:ENV}';
    const message = await complaint(pull({ url, pagination: { kind: 'link' } }));
    expect(api.asked.map((path) => new URL(path, api.url).search)).toEqual([
      '?t=1&e=env',
      '?t=1&e=env&from=1',
    ]);
    expect(message).toContain(`${api.url}/orders?t={env:TENANT}&e={env:ENV}&from={env:TENANT} answered 400`);
    expect(message).toContain('"tenant 1 is closed"');
  });

  test('literal parameters with telling names are not shown, the cursor is', async () => {
    api.handler = (_, response) => sendStatus(response, 400);
    const url = `${api.url}/orders?api_key=abc123&page_token=first&region=eu`;
    const pagination = { kind: 'cursor', param: 'page_token', path: 'next' } as const;
    const message = await complaint(pull({ url, pagination }));
    expect(message).toContain('/orders?api_key=***&page_token=first&region=eu answered 400');
  });

  test('a location with a password is refused without showing it', async () => {
    world.environment.API = 'http://user:hidden@127.0.0.1';
    const message = await complaint(pull({}));
    expect(message).toContain('holds a user or a password');
    expect(message).not.toContain('hidden');
  });

  test('a location that is no URL is refused', async () => {
    world.environment.API = 'localhost:8080';
    expect(await complaint(pull({}))).toContain('is no http or https URL once its variables are filled in');
  });
});

describe('Secrets on a laptop', () => {
  test('are environment variables', async () => {
    expect(await new EnvironmentSecrets({ SHOP_API_TOKEN: 'abc' }).get('shop-api-token')).toBe('abc');
  });

  test('that are missing are named with their variable', async () => {
    const secrets = new EnvironmentSecrets({ SHOP_API_TOKEN: '' });
    await expect(secrets.get('shop.api/token')).rejects.toThrow(SecretError);
    await expect(secrets.get('shop.api/token')).rejects.toThrow(
      'The secret "shop.api/token" is missing: the environment variable SHOP_API_TOKEN is not set.',
    );
  });
});
