import { setTimeout as sleep } from 'node:timers/promises';
import type { Claim } from '../claims';
import { killTimes, Worker } from '../process';
import type { Session } from '../warehouse';
import { countOf, createTable, insertUpTo } from './tools';

const ROWS = 1_800_000;
const TIMEOUT_MS = 60_000;

export function claimCrashes(claim: Claim, get: () => Session): void {
  claim(
    'what was done before a warehouse is closed is there when it is opened again',
    async () => {
      const session = get();
      await createTable(session, 'reopened');
      await session.warehouse.execute('contract_reopened', [insertUpTo('reopened', 3)]);
      await session.warehouse.close();
      session.warehouse = await session.open();
      expect(await countOf(session.warehouse, 'reopened')).toBe(3);
      expect((await session.warehouse.execute('contract_reopened', [])).found).toBe(true);
    },
    TIMEOUT_MS,
  );

  claim(
    'a process killed in the middle of a job leaves all of it or nothing, and the job is found accordingly',
    async () => {
      const session = get();
      for (const [i, ms] of [...killTimes(6, 200)].entries()) {
        const table = `killed_${i}`;
        await createTable(session, table);
        await session.warehouse.close();
        const worker = await new Worker(
          'warehouse/worker.ts',
          session.connection,
          `contract_${table}`,
          table,
        ).ready();
        await sleep(ms);
        await worker.kill();
        session.warehouse = await session.open();
        await expectAllOrNothing(session, table, worker.lines.includes('done'));
      }
    },
    TIMEOUT_MS,
  );
}

async function expectAllOrNothing(
  { warehouse }: Session,
  table: string,
  acknowledged: boolean,
): Promise<void> {
  const left = await countOf(warehouse, table);
  expect(acknowledged ? [ROWS] : [0, ROWS]).toContain(left);
  const { found } = await warehouse.execute(`contract_${table}`, [insertUpTo(table, ROWS)]);
  // A warehouse outside of the process that was killed may have ended the job meanwhile.
  if (left === ROWS) expect(found).toBe(true);
  expect(await countOf(warehouse, table)).toBe(ROWS);
}
