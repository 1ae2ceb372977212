import { TestApi } from './support/server';
import { complaint, sourceOf, World } from './support/world';

const api = TestApi.ofTests();
let world: World;

beforeEach(() => {
  world = World.make(api.url);
});

describe('An answer that is no page', () => {
  const answers: Record<string, [body: string, found: string]> = {
    'HTML of a gateway': ['<html>Sorry</html>', 'The file is not a JSON document'],
    'nothing at all': ['', 'The JSON document ends too early'],
    'text behind the document': ['{"items":[]} {}', 'text behind the document'],
    'a page without the path': ['{"data":{"rows":[]}}', 'the document has no member "items"'],
    'a path that leads to no list': ['{"items":{"id":1}}', '"items" is an object, not a list'],
    'an error with status 200': ['{"error":"quota"}', 'its members are "error"'],
  };

  test.each(Object.entries(answers))(
    '%s: nothing lands, it is kept aside, the error says where',
    async (_, [body, found]) => {
      api.handler = (_url, response) => response.end(body);
      const message = await complaint(world.collect(sourceOf({ records: 'items', retries: 1 })));
      expect(message).toContain(`${api.url}/orders`);
      if (!found.includes('too early')) {
        expect(message).toContain(found);
        expect(message).toContain('expected the list at "items"');
        expect(message).toContain('kept as malformed/orders/collected/000001-2026-10-05/000001.answer');
        expect(await world.contents('malformed')).toEqual({
          'orders/collected/000001-2026-10-05/000001.answer': body,
        });
      }
      expect(await world.contents()).toEqual({});
    },
  );

  test('bytes that are not UTF-8 are no page', async () => {
    api.handler = (_, response) => response.end(Buffer.from('[{"name":"Zo\xeb"}]', 'latin1'));
    expect(await complaint(world.collect(sourceOf({})))).toContain('The JSON document is not UTF-8');
    expect(await world.contents()).toEqual({});
  });

  test('does not end the pull for good: when the API answers pages again it goes on behind the last', async () => {
    let broken = true;
    api.handler = (url, response) => {
      const page = url.searchParams.get('page') ?? '';
      if (page === '2' && broken) response.end('oops');
      else response.end(Number(page) > 3 ? '[]' : `[{"id":${page}}]`);
    };
    const source = sourceOf({ pagination: { kind: 'page', param: 'page', first: 1 } });
    await complaint(world.collect(source));
    broken = false;
    api.forget();
    expect(await world.collect(source)).toMatchObject({ pull: 1, pages: 3, records: 3 });
    expect(api.asked).toEqual(['/orders?page=2', '/orders?page=3', '/orders?page=4']);
  });
});

test('A source of files is refused with its contract', async () => {
  const source = { ...sourceOf({}), server: { kind: 'files', prefix: 'visits/', format: 'csv' } } as const;
  expect(await complaint(world.collect(source))).toContain(
    'contracts/orders.yaml: orders is delivered as files below visits/',
  );
});
