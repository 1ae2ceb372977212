import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { driftLines } from '../../src/cli/drift-text';
import { compileProject } from '../../src/compile';
import { structureOf } from '../../src/core/structure';
import type { SweepResult } from '../../src/ingest/sweep';
import { landOrders } from './orders';
import { REPOSITORY, Workshop } from './workshop';

jest.setTimeout(60_000);

const FILE = 'order_id,ordered_at,amount,updated_at,tier,Till No\no1,2026-10-01 10:00:00,5,,gold,7\n';
const TIER = '      - { name: tier, logicalType: string, description: Of the customer. }\n';

let folder: string;
let workshop: Workshop;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ecluse-drift-'));
});
afterEach(async () => {
  await workshop.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The tiny project with this policy, and with more properties of its contract. */
function projectWith(drift: string, properties = ''): string {
  const root = join(folder, `${drift}${properties.length}`);
  cpSync(join(REPOSITORY, 'test/fixtures/tiny'), root, { recursive: true });
  const file = join(root, 'contracts/orders.yaml');
  const text = readFileSync(file, 'utf8').replace('customProperties:\n', `${properties}customProperties:\n`);
  writeFileSync(file, `${text}  - { property: drift, value: ${drift} }\n`);
  return root;
}

async function sweptWith(drift: string): Promise<SweepResult> {
  workshop = await Workshop.open(projectWith(drift));
  workshop.land('orders/a.csv', FILE);
  return workshop.sweep();
}

/** The same warehouse once the contract has the column. */
async function tiersWithColumn(drift: string): Promise<readonly object[]> {
  const { manifest } = await compileProject(projectWith(drift, TIER), join(folder, 'manifest.json'));
  await workshop.context.warehouse.prepare(structureOf(manifest));
  return workshop.rows('SELECT order_id, tier, _extra FROM bronze.orders');
}

const recorded = (): Promise<readonly object[]> =>
  workshop.rows('SELECT object, status, drift, unknown_columns FROM ops.ledger');

const EXTRA = '{"tier":"gold","Till No":"7"}';

describe('columns that a contract does not have', () => {
  test('are kept beside the row and recorded under keep_extra', async () => {
    const { files } = await sweptWith('keep_extra');
    expect(await workshop.rows('SELECT _extra FROM bronze.orders')).toEqual([{ _extra: EXTRA }]);
    expect(await recorded()).toEqual([
      { object: 'orders/a.csv', status: 'loaded', drift: 'keep_extra', unknown_columns: ['tier', 'Till No'] },
    ]);
    expect(driftLines(files)).toEqual([
      'drift orders/a.csv: contracts/orders.yaml does not have tier, Till No; kept in _extra.',
    ]);
    expect(await tiersWithColumn('keep_extra')).toEqual([{ order_id: 'o1', tier: null, _extra: EXTRA }]);
  });

  test('are there under evolve, also of files that came before, as soon as the contract has them', async () => {
    const { files } = await sweptWith('evolve');
    expect(await recorded()).toMatchObject([{ drift: 'evolve', unknown_columns: ['tier', 'Till No'] }]);
    expect(driftLines(files)).toEqual([
      'drift orders/a.csv: contracts/orders.yaml does not have tier, Till No; kept. Add to its properties what you want as columns, and these files have them, too:',
      '      - { name: tier, logicalType: string }',
    ]);
    expect(await tiersWithColumn('evolve')).toEqual([{ order_id: 'o1', tier: 'gold', _extra: EXTRA }]);
  });

  test('refuse the file under refuse, which is recorded with their names', async () => {
    const { files } = await sweptWith('refuse');
    expect(files).toMatchObject([
      { status: 'refused', reason: expect.stringContaining('"tier", "Till No"') },
    ]);
    expect(await recorded()).toEqual([
      { object: 'orders/a.csv', status: 'refused', drift: 'refuse', unknown_columns: ['tier', 'Till No'] },
    ]);
    expect(await workshop.rows('SELECT * FROM bronze.orders__raw')).toEqual([]);
    expect(driftLines(files)).toEqual([]);
  });

  test('are nothing new where files have the columns of the contract', async () => {
    workshop = await Workshop.open(projectWith('evolve'));
    landOrders(workshop, ['o1,2026-10-01 10:00:00,5,']);
    expect(driftLines((await workshop.sweep()).files)).toEqual([]);
    expect(await recorded()).toMatchObject([{ unknown_columns: [] }]);
  });
});
