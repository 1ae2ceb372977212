import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { ApiServer } from '../../../src/core/manifest';
import { sendJson, sendStatus, TestApi } from './support/server';
import { complaint, sourceOf, World } from './support/world';

const api = TestApi.ofTests();
let world: World;

beforeEach(() => {
  world = World.make(api.url);
});

const pull = (server: Partial<ApiServer> = {}) => world.collect(sourceOf(server));
const good = (response: ServerResponse) => sendJson(response, [{ id: 1 }]);

/** Fails `times` times, then answers. */
function failing(times: number, fail: (response: ServerResponse) => void): void {
  api.handler = (_, response) => (api.asked.length <= times ? fail(response) : good(response));
}

describe('Failures that may pass are asked again', () => {
  const passing: Record<string, (response: ServerResponse) => void> = {
    '408': (response) => sendStatus(response, 408),
    '425': (response) => sendStatus(response, 425),
    '429': (response) => sendStatus(response, 429),
    '500': (response) => sendStatus(response, 500, '{"error":"stumbled"}'),
    '503': (response) => sendStatus(response, 503),
    'a connection that is reset': (response) => void response.socket?.resetAndDestroy(),
    'a connection that is reset in the middle of the page': (response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('[{"id":', () => response.socket?.resetAndDestroy());
    },
    'a body shorter than announced': (response) => {
      response.writeHead(200, { 'content-length': '100', connection: 'close' });
      response.write('[{"id":1}]', () => response.socket?.end());
    },
    'a body that breaks off and does not say so': (response) => response.end('[{"id":1},{"id"'),
    'a compressed body that breaks off': (response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end(gzipSync(JSON.stringify([{ id: 1 }])).subarray(0, 15));
    },
  };
  test.each(Object.entries(passing))('%s', async (_, fail) => {
    failing(2, fail);
    expect(await pull()).toMatchObject({ pages: 1, records: 1 });
    expect(api.asked).toHaveLength(3);
    expect(Object.values(await world.contents())).toEqual(['[{"id":1}]']);
  });

  test('an answer that does not come in time', async () => {
    failing(1, () => undefined);
    await pull({ timeoutMs: 100 });
    expect(api.asked).toHaveLength(2);
    failing(99, () => undefined);
    expect(await complaint(pull({ timeoutMs: 50, retries: 0 }))).toContain(
      '/orders did not answer within 50 ms; it was asked once.',
    );
  });

  test('an answer that begins in time and does not end in time', async () => {
    failing(1, (response) => void response.write('[{"id":1}'));
    await pull({ timeoutMs: 100 });
    expect(api.asked).toHaveLength(2);
  });

  test('as often as the contract says; then the error names address, reason and times', async () => {
    failing(99, (response) => sendStatus(response, 503));
    const message = await complaint(pull({ retries: 2 }));
    expect(api.asked).toHaveLength(3);
    expect(message).toBe(
      `CollectError: orders: ${api.url}/orders answered 503 Service Unavailable; it was asked 3 times. What has landed is kept: collect again when the API works, to go on from here.`,
    );
  });

  test('a server that is not there is named with the reason', async () => {
    world.environment.API = 'http://127.0.0.1:1';
    const message = await complaint(pull({ retries: 1 }));
    expect(message).toMatch(
      /http:\/\/127\.0\.0\.1:1\/orders failed: fetch failed \(.+\); it was asked 2 times/,
    );
  });
});

describe('Between two requests it waits', () => {
  test('longer and longer, by full jitter: never more than 0.5 s, 1 s, 2 s … 30 s', async () => {
    failing(10, (response) => sendStatus(response, 500));
    await pull({ retries: 10 });
    const ceilings = Array.from({ length: 10 }, (_, index) => Math.min(30_000, 500 * 2 ** index));
    const shares = world.clock.slept.map((ms, index) => ms / (ceilings[index] ?? 0));
    expect(shares).toHaveLength(10);
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...shares)).toBeLessThanOrEqual(1);
    expect(new Set(shares.map((share) => share.toFixed(2))).size).toBeGreaterThan(5);
  });

  test('at least as many seconds as Retry-After says', async () => {
    failing(1, (response) => sendStatus(response, 429, '', { 'retry-after': '17' }));
    await pull();
    expect(world.clock.slept).toEqual([17_000]);
  });

  test('at least until the date that Retry-After says', async () => {
    failing(1, (response) =>
      sendStatus(response, 503, '', { 'retry-after': 'Mon, 05 Oct 2026 12:01:30 GMT' }),
    );
    await pull();
    expect(world.clock.slept).toEqual([90_000]);
  });

  test('by backoff when Retry-After is past or no date', async () => {
    const answers = ['Mon, 05 Oct 2020 12:00:00 GMT', 'soon'];
    failing(2, (response) =>
      sendStatus(response, 503, '', { 'retry-after': answers[api.asked.length - 1] ?? '' }),
    );
    await pull();
    expect(Math.max(...world.clock.slept)).toBeLessThanOrEqual(1_000);
  });

  test('not for hours: a longer pause ends the pull and says when to come back', async () => {
    failing(1, (response) => sendStatus(response, 429, '', { 'retry-after': '7200' }));
    const message = await complaint(pull());
    expect(message).toContain('asks for a pause of 7200 s. Collect again after 2026-10-05T14:00:00.000Z');
    expect(world.clock.slept).toEqual([]);
  });

  test('so that no more requests begin in a second than the rate limit allows', async () => {
    const starts: number[] = [];
    api.handler = (url, response) => {
      starts.push(world.clock.now().getTime());
      const page = Number(url.searchParams.get('page'));
      if (starts.length === 3) sendStatus(response, 500);
      else sendJson(response, page < 6 ? [{ id: page }] : []);
    };
    await pull({ rateLimit: 4, pagination: { kind: 'page', param: 'page', first: 1 } });
    const gaps = starts.slice(1).map((start, index) => start - (starts[index] ?? 0));
    expect(gaps).toHaveLength(6);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(250);
  });
});

describe('Failures that do not pass end the pull at once', () => {
  test.each([400, 401, 403, 404, 410, 422])('%d is asked once', async (status) => {
    failing(99, (response) => sendStatus(response, status, '{"error": "no"}'));
    expect(await complaint(pull())).toContain(`${api.url}/orders answered ${status}`);
    expect(api.asked).toHaveLength(1);
    expect(await world.contents()).toEqual({});
  });

  test('with the first 200 characters of the answer on one line, and what to do', async () => {
    failing(99, (response) => sendStatus(response, 400, `bad\n\n  ${'x'.repeat(5000)}`));
    const message = await complaint(pull());
    expect(message).toContain(`answered 400 Bad Request: "bad ${'x'.repeat(196)}".`);
    expect(message).toContain('Correct the location or its parameters in contracts/orders.yaml.');
  });

  test('with another remedy where a secret is missing or refused', async () => {
    failing(99, (response) => sendStatus(response, 401));
    expect(await complaint(pull())).toContain('Name a secret in the property auth in contracts/orders.yaml.');
    const auth = { header: 'X-Key', secret: 'shop-key', prefix: '' };
    expect(await complaint(pull({ auth }))).toContain('Renew the secret "shop-key", which is sent as X-Key');
  });

  test('a page beyond the bound is not held in memory', async () => {
    let sent = 0;
    api.handler = (_, response) => {
      const chunk = Buffer.alloc(1024 ** 2, ' ');
      const more = (): void => {
        sent += 1;
        if (sent <= 200 && !response.destroyed) response.write(chunk, more);
      };
      more();
    };
    expect(await complaint(pull({ timeoutMs: 20_000 }))).toContain('answered a page of more than 64 MiB');
    expect(sent).toBeLessThan(200);
    expect(api.asked).toHaveLength(1);
  });
});
