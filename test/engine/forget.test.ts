import { join } from 'node:path';
import type { IsoDate } from '../../src/core/types';
import { forgotten } from '../../src/engine/forget';
import { runId } from '../../src/engine/run';
import { REPOSITORY, Workshop } from '../e2e/workshop';

const DAY: IsoDate = '2026-10-01';
const READER = { models: ['gold.revenue'] };

describe('rows that stand under a date until they are made again', () => {
  let workshop: Workshop;
  beforeEach(async () => {
    workshop = await Workshop.open(join(REPOSITORY, 'test/fixtures/tiny'));
  });
  afterEach(() => workshop.close());

  const stand = async (rows: number): Promise<void> => {
    const { context } = workshop;
    const record = await forgotten(context, runId(context), 'silver.orders', new Map([[DAY, rows]]));
    await context.warehouse.execute(`stand_${rows}`, [record]);
  };

  test('make readers due once more when others take their place', async () => {
    workshop.land('orders/a.csv', ['order_id,ordered_at,amount,updated_at', `o1,${DAY} 10:00:00,5,`]);
    await workshop.sweep();
    await workshop.run();
    await stand(1);
    expect((await workshop.run(READER)).tasks).toHaveLength(1);
    expect((await workshop.plan(READER)).tasks).toEqual([]);
    await stand(2);
    expect((await workshop.plan(READER)).tasks).toHaveLength(1);
  });
});
