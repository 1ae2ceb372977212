import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { ApiServer, Source } from '../../../src/core/manifest';
import { temporaryFolder } from '../../adapters/folder';
import { Crash, FaultyStore } from './support/faulty-store';
import {
  cursorFeed,
  type Handler,
  linkFeed,
  sendJson,
  sendStatus,
  sinceFeed,
  TestApi,
} from './support/server';
import { complaint, sourceOf, World } from './support/world';

const RECORDS = Array.from({ length: 10 }, (_, index) => ({
  id: index + 1,
  updated_at: `2026-10-01T00:00:0${index}Z`,
}));

const CURSOR: Partial<ApiServer> = {
  records: 'items',
  pagination: { kind: 'cursor', param: 'cursor', path: 'next_cursor' },
};

const OFFSET: Partial<ApiServer> = {
  pagination: { kind: 'offset', param: 'offset', sizeParam: 'limit', size: 3 },
};

const offsetFeed = (records: readonly unknown[], size: number): Handler => {
  return (url, response) => {
    const offset = Number(url.searchParams.get('offset'));
    sendJson(response, records.slice(offset, offset + size));
  };
};

/** Every kind of walk, with an API for it. */
const WALKS = {
  cursor: { server: CURSOR, feed: cursorFeed },
  link: { server: { pagination: { kind: 'link' } }, feed: linkFeed },
  offset: { server: OFFSET, feed: offsetFeed },
} satisfies Record<string, { server: Partial<ApiServer>; feed: typeof cursorFeed }>;

const api = TestApi.ofTests();
let world: World;

beforeEach(() => {
  world = World.make(api.url);
});

/** Landed contents of a pull that nothing disturbs, and how many changes it makes. */
async function undisturbed(source: Source): Promise<{ landed: Record<string, string>; changes: number }> {
  const calm = World.make(api.url);
  const store = new FaultyStore(calm.objects, { at: 0, moment: 'before' });
  calm.objects = store;
  await calm.collect(source);
  const result = { landed: await calm.contents(), changes: store.changes };
  return result;
}

describe('A pull that crashed goes on where it stopped', () => {
  const moments = ['before', 'after'] as const;
  const walks = ['cursor', 'link', 'offset'] as const;
  const cases = walks.flatMap((walk) => moments.map((moment) => ({ walk, moment })));

  test.each(cases)('$walk: $moment every change, without gap or repeat', async ({ walk, moment }) => {
    const { server, feed } = WALKS[walk];
    const source = sourceOf({ ...server, incremental: { param: 'since', column: 'updated_at' } });
    api.handler = sinceFeed(RECORDS, feed);
    const { landed, changes } = await undisturbed(source);
    expect(changes).toBeGreaterThan(8);
    for (let at = 1; at <= changes; at++) {
      const crashed = World.make(api.url);
      const { objects } = crashed;
      crashed.objects = new FaultyStore(objects, { at, moment });
      await expect(crashed.collect(source)).rejects.toThrow(Crash);
      crashed.objects = objects;
      const before = Object.keys(await crashed.contents()).length;
      const asked = api.asked.length;
      const result = await crashed.collect(source, { run: 'run-2' });
      expect(await crashed.contents()).toEqual(landed);
      if (result.pull === 1) {
        expect(result).toMatchObject({ pages: 4, records: 10, greatest: '2026-10-01T00:00:09Z' });
        // What had landed was not asked for again; a walk by offset asks for one page more, the empty one.
        expect(api.asked.length - asked).toBeLessThanOrEqual((walk === 'offset' ? 5 : 4) - before);
      } else expect(before).toBe(4);
    }
  });

  test('killed at random moments, again and again, it ends in the same pages', async () => {
    const many = Array.from({ length: 60 }, (_, index) => ({ id: index }));
    const feed = cursorFeed(many, 2);
    api.handler = async (...call) => {
      await wait(3);
      feed(...call);
    };
    const { landed } = await undisturbed(sourceOf(CURSOR));
    const folder = await temporaryFolder();
    const shared = World.at(folder.path, api.url, world.clock);
    for (let kills = 0; kills < 4; kills++) {
      const pages = Object.keys(await shared.contents()).length;
      const child = startWorker(folder.path, CURSOR);
      await untilLanded(shared, Math.min(30, pages + 4));
      await wait(kills * 7);
      child.kill('SIGKILL');
      await once(child, 'close');
    }
    await shared.collect(sourceOf(CURSOR));
    const first = Object.entries(await shared.contents()).filter(([name]) => name.includes('/000001-'));
    expect(first.map(([, page]) => page)).toEqual(Object.values(landed));
    await folder.remove();
  }, 60_000);

  test('begins anew, from the same place, when the API has forgotten its cursor', async () => {
    let token = 'a';
    api.handler = (url, response) => {
      const [, given, at = '0'] = /(\w)(\d+)/.exec(url.searchParams.get('cursor') ?? '') ?? [];
      if (given && given !== token) return sendStatus(response, 410, 'cursor expired');
      const next = Number(at) < 3 ? `${token}${Number(at) + 1}` : null;
      if (at === '2' && token === 'a') return sendStatus(response, 401);
      sendJson(response, { items: [{ id: Number(at) }], next_cursor: next });
    };
    await complaint(world.collect(sourceOf(CURSOR)));
    token = 'b';
    const result = await world.collect(sourceOf(CURSOR));
    expect(result).toMatchObject({ pull: 2, pages: 4 });
    expect(world.said.join('\n')).toContain('the API has forgotten page 3, the pull begins anew');
  });

  test('a cursor that the API refuses though it has just given it fails the pull', async () => {
    api.handler = (url, response) => {
      if (url.searchParams.has('cursor')) sendStatus(response, 400, 'no such cursor');
      else sendJson(response, { items: [{ id: 1 }], next_cursor: 'x' });
    };
    expect(await complaint(world.collect(sourceOf(CURSOR)))).toContain('answered 400 Bad Request: "no such');
    expect(await complaint(world.collect(sourceOf(CURSOR)))).toContain('answered 400 Bad Request: "no such');
  });

  test('begins anew when the contract asks in another way than before', async () => {
    let broken = true;
    const feed = cursorFeed(RECORDS, 3);
    api.handler = (url, response, request) => {
      if (broken && url.searchParams.get('cursor') === '6') sendStatus(response, 404);
      else feed(url, response, request);
    };
    await complaint(world.collect(sourceOf(CURSOR)));
    broken = false;
    api.forget();
    await world.collect(sourceOf({ ...CURSOR, url: '{env:API}/v2/orders' }));
    expect(api.asked[0]).toBe('/v2/orders');
  });
});

describe('Two that collect the same source at once', () => {
  test('one of them finishes, the other stops and says who is at work; each page lands once', async () => {
    const feed = cursorFeed(RECORDS, 1);
    api.handler = async (...call) => {
      await wait(5);
      feed(...call);
    };
    const { landed } = await undisturbed(sourceOf(CURSOR));
    const settled = await Promise.allSettled([
      world.collect(sourceOf(CURSOR), { run: 'run-a' }),
      world.collect(sourceOf(CURSOR), { run: 'run-b' }),
    ]);
    expect(settled.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const message = settled.map((one) => (one.status === 'rejected' ? one.reason.message : '')).join('');
    expect(message).toMatch(
      /^orders is being collected by another process \(run run-[ab], pull 1, which began /,
    );
    expect(await world.contents()).toEqual(landed);
  });

  test('also when both take over a pull that crashed', async () => {
    api.handler = cursorFeed(RECORDS, 1);
    const { landed } = await undisturbed(sourceOf(CURSOR));
    const { objects } = world;
    world.objects = new FaultyStore(objects, { at: 8, moment: 'after' });
    await complaint(world.collect(sourceOf(CURSOR)));
    world.objects = objects;
    const both = ['run-a', 'run-b'].map((run) => world.collect(sourceOf(CURSOR), { run }));
    const settled = await Promise.allSettled(both);
    expect(settled.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await world.contents()).toEqual(landed);
  });
});

describe('The state of a source', () => {
  test('when it was deleted, everything is pulled again and no page that has landed is taken for a new one', async () => {
    api.handler = cursorFeed(RECORDS, 5);
    await world.collect(sourceOf(CURSOR));
    await world.objects.delete('journal', 'collect/orders.json');
    api.handler = cursorFeed([{ id: 99 }], 5);
    expect((await world.collect(sourceOf(CURSOR))).objects).toEqual([
      'orders/collected/000002-2026-10-05/000001.json',
    ]);
  });

  test('when it cannot be read, the error names the object and what to do', async () => {
    await world.objects.write('journal', 'collect/orders.json', '{"version":7}');
    const message = await complaint(world.collect(sourceOf(CURSOR)));
    expect(message).toContain('journal/collect/orders.json cannot be read: version');
    expect(message).toContain('Delete the object to pull everything again');
  });
});

function startWorker(folder: string, server: Partial<ApiServer>): ChildProcess {
  const script = path.join(__dirname, 'support', 'worker.ts');
  const args = ['--import', 'tsx', script, folder, api.url, JSON.stringify(server)];
  return spawn(process.execPath, args, { stdio: 'ignore' });
}

async function untilLanded(world: World, pages: number): Promise<void> {
  while (Object.keys(await world.contents()).length < pages) await wait(5);
}
