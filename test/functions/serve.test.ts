import { EventEmitter, once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { http } from '@google-cloud/functions-framework';
import { getTestServer } from '@google-cloud/functions-framework/testing';
import { type Endpoint, serve } from '../../functions/serve';
import type { Site } from '../../functions/site';

const SITE = { project: 'p', callers: { check: async () => undefined } } as unknown as Site;

/** Work that goes on although a stream that nobody listens to has broken beside it. */
const breaking: Endpoint = {
  name: 'breaking',
  async handle() {
    new EventEmitter().emit('error', new Error('a stream broke'));
    return {};
  },
};
const breakingBeside: Endpoint = {
  ...breaking,
  async handle() {
    setTimeout(() => new EventEmitter().emit('error', new Error('a stream broke')), 1);
    await pause(50);
    return {};
  },
};

test.each([
  ['in', breaking],
  ['beside', breakingBeside],
])('a request has one answer, also when something breaks %s its handler', async (where, endpoint) => {
  const told: unknown[] = [];
  const console_ = jest.spyOn(console, 'error').mockImplementation((said) => void told.push(said));
  http(
    `${where}-handler`,
    serve(
      endpoint,
      async () => SITE,
      () => undefined,
    ),
  );
  const server = getTestServer(`${where}-handler`).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST' });
  expect(answer.ok).toBe(false);
  await pause(100);
  expect(told.map(String).filter((said) => /finished function|HEADERS_SENT/.test(said))).toEqual([]);
  console_.mockRestore();
  server.closeAllConnections();
  server.close();
});
