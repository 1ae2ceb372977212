import type { ApiServer } from '../../../src/core/manifest';
import { cursorFeed, linkFeed, sendJson, sendStatus, TestApi } from './support/server';
import { complaint, sourceOf, World } from './support/world';

const RECORDS = Array.from({ length: 7 }, (_, index) => ({ id: index + 1 }));

const api = TestApi.ofTests();
let world: World;

beforeEach(() => {
  world = World.make(api.url);
});

const pull = (server: Partial<ApiServer>) => world.collect(sourceOf(server));

async function landedIds(): Promise<number[]> {
  const pages = Object.values(await world.contents()).map((page) => JSON.parse(page));
  return pages.flatMap((page) => page.items ?? page).map((record) => record.id);
}

describe('Pages', () => {
  test('without pagination one page is everything, landed byte by byte as it came', async () => {
    const body = '\ufeff[ {"id" : 1.50,\t"name":"Zoë"}, {"id": 12345678901234567890} ]\n';
    api.handler = (_, response) => response.end(body);
    const result = await pull({});
    expect(await world.contents()).toEqual({ 'orders/collected/000001-2026-10-05/000001.json': body });
    expect(result).toMatchObject({ pull: 1, pages: 1, records: 2, since: null, greatest: null });
  });

  test('are asked for by number until one is empty, and the empty one does not land', async () => {
    api.handler = (url, response) => {
      const page = Number(url.searchParams.get('page'));
      sendJson(response, { items: RECORDS.slice(page * 3, page * 3 + 3) });
    };
    const pagination = { kind: 'page', param: 'page', first: 0, sizeParam: 'per_page', size: 3 } as const;
    const result = await pull({ records: 'items', pagination });
    expect(api.asked).toEqual([0, 1, 2, 3].map((page) => `/orders?per_page=3&page=${page}`));
    expect(await landedIds()).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(result).toMatchObject({ pages: 3, records: 7 });
  });

  test('are asked for by offset, which grows by what came and not by what was asked for', async () => {
    api.handler = (url, response) => {
      const offset = Number(url.searchParams.get('offset'));
      sendJson(response, RECORDS.slice(offset, offset + 2));
    };
    await pull({ pagination: { kind: 'offset', param: 'offset', sizeParam: 'limit', size: 500 } });
    expect(api.asked.map((path) => new URL(path, api.url).searchParams.get('offset'))).toEqual([
      '0',
      '2',
      '4',
      '6',
      '7',
    ]);
    expect(await landedIds()).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  test('are asked for by cursor until there is none', async () => {
    api.handler = cursorFeed(RECORDS, 3);
    await pull({ records: 'items', pagination: { kind: 'cursor', param: 'cursor', path: 'next_cursor' } });
    expect(api.asked).toEqual(['/orders', '/orders?cursor=3', '/orders?cursor=6']);
    expect(await landedIds()).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  test('a cursor at a dotted path keeps all its digits', async () => {
    api.handler = (url, response) => {
      const last = url.searchParams.has('after');
      response.end(
        `{"rows":[{"id":${last ? 2 : 1}}],"meta":{"next":${last ? null : '98765432109876543210'}}}`,
      );
    };
    await pull({ records: 'rows', pagination: { kind: 'cursor', param: 'after', path: 'meta.next' } });
    expect(api.asked[1]).toBe('/orders?after=98765432109876543210');
  });

  test('an empty page in the middle does not end a walk by cursor', async () => {
    api.handler = (url, response) => {
      const cursor = Number(url.searchParams.get('cursor') ?? 0);
      sendJson(response, { items: cursor === 1 ? [] : [{ id: cursor }], next: cursor < 2 ? cursor + 1 : '' });
    };
    await pull({ records: 'items', pagination: { kind: 'cursor', param: 'cursor', path: 'next' } });
    expect(await landedIds()).toEqual([0, 2]);
  });

  test('are asked for by Link header, relative or absolute', async () => {
    api.handler = (url, response) => {
      const from = Number(url.searchParams.get('from') ?? 0);
      const links = [`</orders?from=0>; rel="first"`, `<?from=${from + 3}>; title="a, b"; rel="x next"`];
      const headers: Record<string, string> = from < 6 ? { link: links.join(', ') } : {};
      sendJson(response, RECORDS.slice(from, from + 3), headers);
    };
    await pull({ pagination: { kind: 'link' } });
    expect(api.asked).toEqual(['/orders', '/orders?from=3', '/orders?from=6']);
    expect(await landedIds()).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  test('a second pull of a source without increments takes everything again, under new names', async () => {
    api.handler = linkFeed(RECORDS, 4);
    await pull({ pagination: { kind: 'link' } });
    const second = await pull({ pagination: { kind: 'link' } });
    expect(second.objects).toEqual([
      'orders/collected/000002-2026-10-05/000001.json',
      'orders/collected/000002-2026-10-05/000002.json',
    ]);
  });
});

describe('A walk that would not end or would leave the API is refused', () => {
  test('when the API does not know the parameter and answers the same page again', async () => {
    api.handler = (_, response) => sendJson(response, RECORDS);
    const message = await complaint(pull({ pagination: { kind: 'page', param: 'p', first: 1 } }));
    expect(message).toContain(`${api.url}/orders?p=2 answers the same page as before`);
    expect(message).toContain('Does it know the parameter "p"?');
    expect(Object.keys(await world.contents())).toHaveLength(1);
  });

  test('when the next page is on another host, which would be sent the secret', async () => {
    const headers = { link: '<https://elsewhere.example/orders?from=3>; rel=next' };
    api.handler = (_, response) => sendJson(response, RECORDS, headers);
    const message = await complaint(pull({ pagination: { kind: 'link' } }));
    expect(message).toContain('links its next page to https://elsewhere.example');
    expect(message).toContain(`Only ${api.url} is asked`);
    expect(await world.contents()).toEqual({});
  });

  test('when it redirects', async () => {
    api.handler = (_, response) => sendStatus(response, 302, '', { location: 'https://elsewhere.example/' });
    const message = await complaint(pull({}));
    expect(message).toContain('answered 302 Found: "https://elsewhere.example/"');
    expect(message).toContain('redirects are not followed');
    expect(api.asked).toHaveLength(1);
  });
});
