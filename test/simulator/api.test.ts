import { type ApiOptions, type RunningApi, simulate, startApi } from '../../src/simulator';
import { SMALL } from './support/digest';
import { type Answer, fetchAll } from './support/fetch-all';

const network = simulate(SMALL);
const visits = network.feeds.visits.map(({ fields }) => fields);
const patient = { requestsPerSecond: 0, failEvery: 0 };

let api: RunningApi | undefined;

async function start(options: ApiOptions = patient): Promise<string> {
  api = await startApi(network, options);
  return api.url;
}

afterEach(async () => {
  await api?.close();
  api = undefined;
});

const text = (records: readonly object[]) => records.map((record) => JSON.stringify(record)).sort();
const answer = async (url: string) => (await (await fetch(url)).json()) as Answer;

describe('pages of the API', () => {
  test.each([50, 97, 100_000])('of %d records hold every record once', async (pageSize) => {
    const url = await start({ ...patient, pageSize });
    const { records, pages } = await fetchAll(`${url}/visits`);
    expect(text(records)).toEqual(text(visits));
    expect(pages).toBe(Math.ceil(visits.length / pageSize));
  });

  test('come in the order of updated_at, then of the key', async () => {
    const { records } = await fetchAll(`${await start()}/transactions`);
    const keys = records.map((record) =>
      [record.updated_at, record.transaction_id, String(record.line_no).padStart(3, '0')].join(' '),
    );
    expect(keys).toEqual([...keys].sort());
  });

  test('are as long as the request says, up to the page size', async () => {
    const url = await start({ ...patient, pageSize: 10 });
    expect((await answer(`${url}/visits?limit=3`)).items).toHaveLength(3);
    expect((await answer(`${url}/visits?limit=99`)).items).toHaveLength(10);
  });

  test('hold what was updated after since, and nothing else', async () => {
    const url = await start();
    const updates = visits.map((record) => String(record.updated_at)).sort();
    const since = updates[Math.floor(updates.length / 2)] ?? '';
    const { records } = await fetchAll(`${url}/visits`, since);
    expect(text(records)).toEqual(text(visits.filter((record) => String(record.updated_at) > since)));
  });

  test('take since in any offset', async () => {
    const url = await start();
    const utc = await fetchAll(`${url}/visits`, '2026-10-22T10:00:00Z');
    const paris = await fetchAll(`${url}/visits`, '2026-10-22T12:00:00+02:00');
    expect(paris.records).toEqual(utc.records);
  });

  test('of hourly pulls add up to everything, without gaps or repeats', async () => {
    const url = await start({ ...patient, until: '2026-10-20T00:00:00Z', pageSize: 40 });
    const pulled = [];
    let since: string | undefined;
    for (
      let hour = Date.parse('2026-10-20T01:00:00Z');
      hour < Date.parse('2026-11-05T00:00:00Z');
      hour += 7 * 3_600_000
    ) {
      api?.moveTo(new Date(hour).toISOString());
      const { records } = await fetchAll(`${url}/visits`, since);
      pulled.push(...records);
      since =
        records
          .map((record) => String(record.updated_at))
          .sort()
          .at(-1) ?? since;
    }
    expect(text(pulled)).toEqual(text(visits));
  });

  test('keep their bounds while time moves on', async () => {
    const url = await start({ ...patient, until: '2026-10-21T00:00:00Z', pageSize: 20 });
    const visible = visits.filter((record) => String(record.updated_at) <= '2026-10-21T00:00:00Z');
    const first = await answer(`${url}/visits`);
    api?.moveTo('2026-12-01T00:00:00Z');
    const records = [...first.items];
    for (let cursor = first.next_cursor; cursor !== null; ) {
      const page = await answer(`${url}/visits?cursor=${cursor}`);
      records.push(...page.items);
      cursor = page.next_cursor;
    }
    expect(text(records)).toEqual(text(visible));
  });
});

describe('an API that is not always willing', () => {
  test('answers 429 with Retry-After above its rate, and again in the next second', async () => {
    let now = 1_000_000;
    const url = await start({ requestsPerSecond: 2, failEvery: 0, now: () => now });
    const statuses = [];
    for (let request = 0; request < 3; request += 1)
      statuses.push((await fetch(`${url}/visits?limit=1`)).status);
    expect(statuses).toEqual([200, 200, 429]);
    expect((await fetch(`${url}/visits`)).headers.get('retry-after')).toBe('1');
    now += 1000;
    expect((await fetch(`${url}/visits?limit=1`)).status).toBe(200);
  });

  test('answers every n-th request with 500, and the repeated request as if nothing had been', async () => {
    const url = await start({ requestsPerSecond: 0, failEvery: 3 });
    const statuses = [];
    for (let request = 0; request < 7; request += 1)
      statuses.push((await fetch(`${url}/visits?limit=1`)).status);
    expect(statuses).toEqual([200, 200, 500, 200, 200, 500, 200]);
    expect(text((await fetchAll(`${url}/visits`)).records)).toEqual(text(visits));
  });

  test('wants the bearer token when it has one', async () => {
    const url = await start({ ...patient, token: 'sesame' });
    const headers = { authorization: 'Bearer sesame' };
    expect((await fetch(`${url}/visits`)).status).toBe(401);
    expect((await fetch(`${url}/visits`, { headers: { authorization: 'Bearer open' } })).status).toBe(401);
    expect((await fetch(`${url}/visits`, { headers })).status).toBe(200);
  });

  test.each([
    ['/visits?since=yesterday', 400, "since: found 'yesterday', expected 2026-10-01T00:00:00Z or an offset."],
    ['/visits?since=2026-10-01T00:00:00', 400, 'since: found'],
    ['/visits?cursor=nonsense', 400, 'cursor: not one of ours.'],
    ['/visits?limit=0', 400, 'limit: expected 1 to 1000.'],
    ['/prices', 404, 'There is no /prices.'],
  ])('answers %s with %d', async (path, status, message) => {
    const response = await fetch(`${await start()}${path}`);
    expect(response.status).toBe(status);
    expect(((await response.json()) as { error: string }).error).toContain(message);
  });

  test('refuses to be written to', async () => {
    expect((await fetch(`${await start()}/visits`, { method: 'POST', body: '{}' })).status).toBe(405);
  });

  test('refuses an instant without offset as its bound', async () => {
    await expect(startApi(network, { until: '2026-10-01' })).rejects.toThrow("until: found '2026-10-01'");
  });
});
