import type { Claim } from '../claims';
import type { Session } from '../warehouse';
import { failureOf, pair, rowsOf, withValues } from './tools';

const made = pair(
  'CREATE TABLE `contract_scratch.staged__{task}` AS SELECT 1 AS n',
  'CREATE TABLE "contract_scratch"."staged__{task}" AS SELECT CAST(1 AS BIGINT) AS n',
);

/** Tables that are needed for a while. */
export function claimScratch(claim: Claim, get: () => Session): void {
  const warehouse = () => get().warehouse;

  claim('what was made for a task is discarded, and what was made for others stays', async () => {
    for (const task of ['r1_a_1', 'r1_a_11', 'r1_b_1'])
      await warehouse().execute(`contract_stage_${task}`, [withValues(made, { task })]);
    await warehouse().discard(['r1_a_1', 'r1_b_1', 'never_made']);
    for (const task of ['r1_a_1', 'r1_b_1'])
      expect((await failureOf(rowsOf(warehouse(), `contract_scratch.staged__${task}`))).kind).toBe(
        'not_found',
      );
    expect(await rowsOf(warehouse(), 'contract_scratch.staged__r1_a_11')).toEqual([{ n: 1 }]);
  });

  claim('a load whose table was discarded loads again', async () => {
    const { store } = get();
    await store.write('clean', 'contract/discarded.csv', 'x,1\n');
    const address = store.address('clean', 'contract/discarded.csv');
    const request = { address, table: 'contract_scratch.clean__f1', columns: ['a', '_line'] };
    const loadOnce = () => warehouse().load('contract_load_f1', request);
    expect(await loadOnce()).toMatchObject({ found: false });
    expect(await loadOnce()).toMatchObject({ found: true });
    await warehouse().discard(['f1']);
    expect(await loadOnce()).toMatchObject({ found: false, affected: [1] });
    expect(await rowsOf(warehouse(), 'contract_scratch.clean__f1')).toEqual([{ a: 'x', _line: 1 }]);
  });
}
