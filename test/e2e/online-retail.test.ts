import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY, Workshop } from './workshop';

jest.setTimeout(60_000);

const ROOT = join(REPOSITORY, 'examples/online-retail');

describe('real data that nobody here wrote', () => {
  let workshop: Workshop;
  beforeAll(async () => {
    workshop = await Workshop.open(ROOT);
    cpSync(join(ROOT, 'landing'), workshop.landing, {
      recursive: true,
      filter: (path) => !path.includes('.store'),
    });
    await workshop.sweep();
    expect((await workshop.run()).state).toBe('SUCCESS');
  });
  afterAll(() => workshop.close());

  test('is accounted for to the row: 4,792 in bronze, each published or quarantined', async () => {
    expect(await workshop.rows('SELECT count(*) AS n FROM bronze.online_retail')).toEqual([{ n: 4792 }]);
    const [account] = await workshop.rows(
      `SELECT SUM(bronze)::BIGINT AS bronze, SUM(published)::BIGINT AS published, SUM(quarantined)::BIGINT AS quarantined, SUM(duplicates)::BIGINT AS duplicates
       FROM ops.accounts WHERE table_name = 'silver.sales'`,
    );
    expect(account).toEqual({ bronze: 4792, published: 4171, quarantined: 621, duplicates: 0 });
  });

  test('gives the revenue that adding up the file gives', async () => {
    const [kept] = await workshop.rows(
      `SELECT SUM("Quantity"::DECIMAL(18,4) * "UnitPrice"::DECIMAL(18,4))::DECIMAL(18,3)::VARCHAR AS revenue
       FROM bronze.online_retail__raw WHERE "UnitPrice"::DECIMAL(18,4) > 0 AND "InvoiceNo" NOT LIKE 'A%'`,
    );
    const [made] = await workshop.rows(
      'SELECT SUM(revenue)::DECIMAL(18,3)::VARCHAR AS revenue FROM gold.daily_revenue',
    );
    expect(made).toEqual(kept);
  });

  test('keeps cancellations as negative sales and service codes apart from goods', async () => {
    const [found] = await workshop.rows(
      `SELECT bool_and(quantity < 0) FILTER (WHERE is_cancellation) AS cancelled_negative, count(*) FILTER (WHERE is_service) > 0 AS services FROM silver.sales`,
    );
    expect(found).toEqual({ cancelled_negative: true, services: true });
  });
});
