import { setTimeout as sleep } from 'node:timers/promises';
import type { Claim } from '../claims';
import type { Session } from '../warehouse';
import { bound, countOf, createTable, failingAssert, failureOf, insertUpTo, rowsOf } from './tools';

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

const holdingAssert = () => bound("ASSERT TRUE AS 'always'", 'SELECT true');

const created = (table: string) =>
  bound(
    `CREATE TABLE \`contract_scratch.${table}\` AS SELECT 1 AS n`,
    `CREATE TABLE "contract_scratch"."${table}" AS SELECT CAST(1 AS BIGINT) AS n`,
  );

const createdFrom = (table: string, from: string) =>
  bound(
    `CREATE TABLE \`contract_scratch.${table}\` AS SELECT n FROM \`contract_scratch.${from}\``,
    `CREATE TABLE "contract_scratch"."${table}" AS SELECT n FROM "contract_scratch"."${from}"`,
  );

/** Takes minutes. */
const endless = (table: string) =>
  bound(
    `INSERT INTO \`contract.${table}\` (n) SELECT MAX(MOD(a * b, 7)) FROM UNNEST(GENERATE_ARRAY(1, 1000000)) AS a CROSS JOIN UNNEST(GENERATE_ARRAY(1, 1000000)) AS b`,
    `INSERT INTO "contract"."${table}" (n) SELECT max((a.range * b.range) % 7) FROM range(1000000) AS a CROSS JOIN range(1000000) AS b`,
  );

/** Transactions that are started or found. */
export function claimJobs(claim: Claim, get: () => Session): void {
  const warehouse = () => get().warehouse;
  const tableFor = async (table: string) => {
    await createTable(get(), table);
    return table;
  };

  claim('a job runs its statements in order and answers the rows that each changed', async () => {
    const table = await tableFor('counted');
    const statements = [insertUpTo(table, 10), update(table), remove(table), holdingAssert(), merge(table)];
    const result = await warehouse().execute('contract_counted-1', statements);
    expect(result).toEqual({ job: 'contract_counted-1', found: false, affected: [10, 4, 4, 0, 2] });
    expect(await countOf(warehouse(), table)).toBe(7);
  });

  claim('a job of one statement answers the rows that it changed', async () => {
    const table = await tableFor('counted_alone');
    const inserted = await warehouse().execute('contract_counted_alone_1', [insertUpTo(table, 7)]);
    const updated = await warehouse().execute('contract_counted_alone_2', [update(table)]);
    expect([inserted.affected, updated.affected]).toEqual([[7], [4]]);
  });

  claim('a job that defines tables changes no rows, and later definitions read earlier ones', async () => {
    const result = await warehouse().execute('contract_defines', [
      created('below'),
      createdFrom('above', 'below'),
    ]);
    expect(result.affected).toEqual([0, 0]);
    expect(await rowsOf(warehouse(), 'contract_scratch.above')).toEqual([{ n: 1 }]);
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

  claim('a job that fails at its last statement leaves nothing', async () => {
    const table = await tableFor('undone');
    const statements = [insertUpTo(table, 3), update(table), insertUpTo('never_made', 1)];
    const error = await failureOf(warehouse().execute('contract_undone', statements));
    expect(error.kind).toBe('not_found');
    expect(await countOf(warehouse(), table)).toBe(0);
  });

  claim('tables that a failed job created are gone', async () => {
    const statements = [created('undone'), insertUpTo('never_made', 1)];
    const error = await failureOf(warehouse().execute('contract_undone_table', statements));
    expect(error.kind).toBe('not_found');
    expect((await failureOf(rowsOf(warehouse(), 'contract_scratch.undone'))).kind).toBe('not_found');
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

  claim('a running job can be cancelled, and leaves nothing', async () => {
    const table = await tableFor('cancelled');
    const running = failureOf(
      warehouse().execute('contract_cancelled', [insertUpTo(table, 3), endless(table)]),
    );
    await sleep(200);
    await warehouse().cancel('contract_cancelled');
    expect((await running).kind).toBe('cancelled');
    expect(await countOf(warehouse(), table)).toBe(0);
  });

  claim('a cancelled job may be tried again under its id', async () => {
    const table = await tableFor('cancelled_before');
    const running = failureOf(warehouse().execute('contract_cancelled_before', [endless(table)]));
    await sleep(200);
    await warehouse().cancel('contract_cancelled_before');
    await running;
    const again = await warehouse().execute('contract_cancelled_before', [insertUpTo(table, 3)]);
    expect(again.found).toBe(false);
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
