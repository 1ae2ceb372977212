import { setTimeout as sleep } from 'node:timers/promises';
import type { Claim } from '../claims';
import { bound, countOf, createTable, failingAssert, failureOf, insertUpTo, type Open } from './tools';

const update = (table: string) =>
  bound(
    `UPDATE \`contract.${table}\` SET n = n + 100 WHERE n <= 4`,
    `UPDATE "contract"."${table}" SET n = n + 100 WHERE n <= 4`,
  );

const remove = (table: string) =>
  bound(`DELETE FROM \`contract.${table}\` WHERE n > 100`, `DELETE FROM "contract"."${table}" WHERE n > 100`);

const merge = (table: string) =>
  bound(
    `MERGE \`contract.${table}\` AS t USING (SELECT m FROM UNNEST([5, 500]) AS m) AS s ON t.n = s.m
     WHEN MATCHED THEN UPDATE SET n = 50 WHEN NOT MATCHED THEN INSERT (n) VALUES (s.m)`,
    `MERGE INTO "contract"."${table}" AS t USING (SELECT unnest([5, 500]) AS m) AS s ON t.n = s.m
     WHEN MATCHED THEN UPDATE SET n = 50 WHEN NOT MATCHED THEN INSERT (n) VALUES (s.m)`,
  );

/** Takes minutes. */
const endless = (table: string) =>
  bound(
    `INSERT INTO \`contract.${table}\` (n) SELECT MAX(MOD(a * b, 7)) FROM UNNEST(GENERATE_ARRAY(1, 1000000)) AS a CROSS JOIN UNNEST(GENERATE_ARRAY(1, 1000000)) AS b`,
    `INSERT INTO "contract"."${table}" (n) SELECT max((a.range * b.range) % 7) FROM range(1000000) AS a CROSS JOIN range(1000000) AS b`,
  );

/** Transactions that are started or found. */
export function claimJobs(claim: Claim, warehouse: Open): void {
  const tableFor = async (table: string) => {
    await createTable(warehouse(), table);
    return table;
  };

  claim('a job runs its statements in order and answers the rows that each changed', async () => {
    const table = await tableFor('counted');
    const create = bound(
      'CREATE TABLE `contract_scratch.uncounted` AS SELECT 1 AS n',
      'CREATE TABLE "contract_scratch"."uncounted" AS SELECT 1 AS n',
    );
    const statements = [insertUpTo(table, 10), update(table), remove(table), create, merge(table)];
    const result = await warehouse().execute('contract_counted-1', statements);
    expect(result).toEqual({ job: 'contract_counted-1', found: false, affected: [10, 4, 4, 0, 2] });
    expect(await countOf(warehouse(), table)).toBe(7);
  });

  claim('a job that succeeded is found, not run again', async () => {
    const table = await tableFor('found');
    const first = await warehouse().execute('contract_found', [insertUpTo(table, 3)]);
    const second = await warehouse().execute('contract_found', [insertUpTo(table, 3)]);
    expect(second).toEqual({ ...first, found: true });
    expect(await countOf(warehouse(), table)).toBe(3);
  });

  claim('a job that is called twice at once runs once', async () => {
    const table = await tableFor('called_twice');
    const call = () => warehouse().execute('contract_called_twice', [insertUpTo(table, 3)]);
    const results = await Promise.all([call(), call(), call()]);
    expect(results.filter(({ found }) => !found)).toHaveLength(1);
    expect(await countOf(warehouse(), table)).toBe(3);
  });

  claim('jobs that are called at once do not mix', async () => {
    const table = await tableFor('at_once');
    const calls = Array.from({ length: 6 }, (_, i) => {
      const statements = i % 2 ? [insertUpTo(table, 5)] : [insertUpTo(table, 5), failingAssert()];
      return warehouse().execute(`contract_at_once_${i}`, statements);
    });
    const outcomes = (await Promise.allSettled(calls)).map(({ status }) => status);
    expect(outcomes.filter((status) => status === 'fulfilled')).toHaveLength(3);
    expect(await countOf(warehouse(), table)).toBe(15);
  });

  claim('an ASSERT that does not hold fails as assertion, with its text, and undoes the job', async () => {
    const table = await tableFor('asserted');
    const error = await failureOf(
      warehouse().execute('contract_asserted', [insertUpTo(table, 3), failingAssert()]),
    );
    expect(error.kind).toBe('assertion');
    expect(error.message).toContain('versions moved from 3 to 4');
    expect(await countOf(warehouse(), table)).toBe(0);
  });

  claim('a job that failed may be tried again under its id', async () => {
    const table = await tableFor('tried_again');
    await failureOf(warehouse().execute('contract_tried_again', [insertUpTo(table, 3), failingAssert()]));
    const result = await warehouse().execute('contract_tried_again', [insertUpTo(table, 3)]);
    expect(result.found).toBe(false);
    expect(await countOf(warehouse(), table)).toBe(3);
  });

  claim('a job that fails at its last statement leaves nothing, created tables included', async () => {
    const table = await tableFor('undone');
    const create = bound(
      'CREATE TABLE `contract_scratch.undone` AS SELECT 1 AS n',
      'CREATE TABLE "contract_scratch"."undone" AS SELECT 1 AS n',
    );
    const missing = insertUpTo('never_made', 1);
    const error = await failureOf(
      warehouse().execute('contract_undone', [insertUpTo(table, 3), create, missing]),
    );
    expect(error.kind).toBe('not_found');
    expect(await countOf(warehouse(), table)).toBe(0);
    const created = warehouse().query(
      bound('SELECT n FROM `contract_scratch.undone`', 'SELECT n FROM "contract_scratch"."undone"'),
    );
    expect((await failureOf(created)).kind).toBe('not_found');
  });

  claim('a job without statements succeeds once', async () => {
    expect(await warehouse().execute('contract_empty', [])).toMatchObject({ found: false, affected: [] });
    expect(await warehouse().execute('contract_empty', [])).toMatchObject({ found: true, affected: [] });
  });

  claim('an id of other characters, or of more than 1,000, is refused', async () => {
    for (const job of ['', 'a b', 'a.b', "a'b", 'é', 'x'.repeat(1001)]) {
      expect((await failureOf(warehouse().execute(job, []))).kind).toBe('invalid');
    }
    expect((await warehouse().execute('x'.repeat(1000), [])).found).toBe(false);
  });

  claim('a running job can be cancelled, leaves nothing, and may be tried again', async () => {
    const table = await tableFor('cancelled');
    const running = failureOf(
      warehouse().execute('contract_cancelled', [insertUpTo(table, 3), endless(table)]),
    );
    await sleep(200);
    await warehouse().cancel('contract_cancelled');
    expect((await running).kind).toBe('cancelled');
    expect(await countOf(warehouse(), table)).toBe(0);
    expect((await warehouse().execute('contract_cancelled', [insertUpTo(table, 3)])).found).toBe(false);
  });

  claim('cancelling what is done, or was never started, changes nothing', async () => {
    const table = await tableFor('done');
    await warehouse().execute('contract_done', [insertUpTo(table, 3)]);
    await warehouse().cancel('contract_done');
    await warehouse().cancel('contract_never_started');
    expect((await warehouse().execute('contract_done', [])).found).toBe(true);
    expect(await countOf(warehouse(), table)).toBe(3);
  });
}
