import { LEASE_MS } from '../../src/engine/lease';
import { HeldLeases, holdings, LeaseHeld, takeLeases } from '../../src/engine/leases';
import { Site } from './support/world';

let site: Site;
beforeEach(() => {
  site = new Site();
});
afterEach(() => site.close());

const HOUR_MS = 3_600_000;

describe('leases', () => {
  test('are taken by one run; another one hears who has them, since when, and leaves with none', async () => {
    await takeLeases(site.world(1), 'r1', ['silver.a', 'silver.b']);
    site.clock.pass(5000);
    const refused = takeLeases(site.world(2), 'r2', ['gold.x', 'silver.b']);
    await expect(refused).rejects.toThrow(LeaseHeld);
    await expect(refused).rejects.toThrow(
      'Run r1 holds silver.b since 2026-10-05T03:00:00.000Z (process 1 on here).',
    );
    expect((await holdings(site.world(3))).map(({ model }) => model)).toEqual(['silver.a', 'silver.b']);
  });

  test('do not keep runs over other models from working', async () => {
    await takeLeases(site.world(1), 'r1', ['silver.a']);
    await expect(takeLeases(site.world(2), 'r2', ['silver.b'])).resolves.toBeDefined();
  });

  test('are free once they are released', async () => {
    const held = await takeLeases(site.world(1), 'r1', ['silver.a']);
    await held.release();
    expect(await holdings(site.world(2))).toEqual([]);
    await expect(takeLeases(site.world(2), 'r2', ['silver.a'])).resolves.toBeDefined();
  });

  test('of a process that has ended are free at once', async () => {
    await takeLeases(site.world(1), 'r1', ['silver.a']);
    site.processes.end(1);
    await expect(takeLeases(site.world(2), 'r2', ['silver.a'])).resolves.toBeDefined();
  });

  test('stay as long as they are renewed in time', async () => {
    const held = await takeLeases(site.world(1), 'r1', ['silver.a']);
    for (let i = 0; i < 5; i++) {
      site.clock.pass(LEASE_MS - 1);
      expect(await held.renew()).toBe(true);
    }
    await expect(takeLeases(site.world(2), 'r2', ['silver.a'])).rejects.toThrow(LeaseHeld);
  });

  test('are written once by many processes that step the tasks of one run at once, and only when due', async () => {
    await takeLeases(site.world(1), 'r1', ['a']);
    const world = site.world(1);
    const generation = async () => (await world.objects.stat('journal', 'open/r1.json'))?.generation;
    const first = await generation();
    const steps = () => Array.from({ length: 8 }, () => new HeldLeases(site.world(1), 'r1', ['a']).renew());
    expect(await Promise.all(steps())).not.toContain(false);
    expect(await generation()).toBe(first);
    site.clock.pass(LEASE_MS / 2);
    expect(await Promise.all(steps())).not.toContain(false);
    expect(await generation()).not.toBe(first);
  });

  test('that ran out are taken over, and the one who wakes up finds that out', async () => {
    const suspended = await takeLeases(site.world(1), 'r1', ['silver.a']);
    site.clock.pass(HOUR_MS);
    await takeLeases(site.world(2), 'r2', ['silver.a']);
    expect(await suspended.renew()).toBe(false);
    await suspended.release();
    expect(await holdings(site.world(3))).toMatchObject([{ model: 'silver.a', lease: { run: 'r2' } }]);
  });

  test('that ran out are taken over by one of many', async () => {
    await takeLeases(site.world(1), 'r1', ['silver.a', 'silver.b']);
    site.clock.pass(HOUR_MS);
    const runs = [2, 3, 4, 5].map((pid) => takeLeases(site.world(pid), `r${pid}`, ['silver.b', 'silver.a']));
    const settled = await Promise.allSettled(runs);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});
