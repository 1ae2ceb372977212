import { setTimeout as sleep } from 'node:timers/promises';
import type { Claim } from '../claims';
import type { StoreUnderTest } from '../objects';
import { killTimes, Worker } from '../process';
import { namesIn, readText } from './tools';

const PROCESSES = 3;
const TIMEOUT_MS = 60_000;

/** Several processes at once, and processes that die. */
export function claimProcesses(claim: Claim, get: () => StoreUnderTest): void {
  const start = (task: string, count = 0) =>
    new Worker('objects/worker.ts', get().connection, task, String(count));
  const startAll = (task: string, count: number) =>
    Array.from({ length: PROCESSES }, () => start(task, count));

  claim(
    'of several processes that create an object one succeeds',
    async () => {
      const workers = startAll('create', 40);
      const created = (await Promise.all(workers.map((worker) => worker.end()))).flat();
      expect([...created].sort()).toEqual((await namesIn(get().store, 'journal', 'processes/race/')).sort());
      expect(new Set(created).size).toBe(40);
      expect(created.length).toBe(40);
    },
    TIMEOUT_MS,
  );

  claim(
    'of several processes that replace a generation one succeeds',
    async () => {
      await get().store.write('journal', 'processes/counter', '00000000');
      const written = (await Promise.all(startAll('increment', 25).map((worker) => worker.end()))).flat();
      expect(written.map(Number).sort((a, b) => a - b)).toEqual(
        Array.from({ length: PROCESSES * 25 }, (_, i) => i + 1),
      );
    },
    TIMEOUT_MS,
  );

  claim(
    'a process killed in the middle of a write leaves nothing',
    async () => {
      const worker = await start('write').ready();
      await sleep(150);
      await worker.kill();
      expect(await get().store.stat('clean', 'processes/endless')).toBeNull();
      expect(await namesIn(get().store, 'clean', 'processes/')).toEqual([]);
      await get().store.write('clean', 'processes/endless', 'next', { ifGeneration: '0' });
    },
    TIMEOUT_MS,
  );

  claim(
    'processes killed at any moment block nobody, and no acknowledged write is lost',
    async () => {
      const { store } = get();
      await store.write('journal', 'processes/counter', '00000000');
      for (const ms of killTimes(6, 90)) {
        const before = Number(await readText(store, 'journal', 'processes/counter'));
        const worker = await start('increment', 1_000_000).ready();
        await sleep(ms);
        await worker.kill();
        const acknowledged = Number(worker.lines.at(-1) ?? before);
        const after = await readText(store, 'journal', 'processes/counter');
        expect(after).toMatch(/^\d{8}$/);
        expect([acknowledged, acknowledged + 1]).toContain(Number(after));
        await store.write('journal', 'processes/counter', after);
      }
    },
    TIMEOUT_MS,
  );
}
