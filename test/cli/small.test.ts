import { planTable } from '../../src/cli/plan-rows';
import { render } from '../../src/cli/print';
import { earlierLines, startLines } from '../../src/cli/start-text';
import type { Manifest } from '../../src/core/manifest';
import type { Plan } from '../../src/core/planning/plan';
import { TableVersions } from '../../src/core/planning/versions';
import { Command } from '../e2e/command';
import { REPOSITORY } from '../e2e/workshop';

describe('a plan shows its windows', () => {
  const task = { id: 't', model: 'gold.x', dates: [{ reason: 'new' }], after: [], rows: 5 };
  const windows = [
    { start: '2026-10-01', end: '2026-10-04' },
    { start: '2026-10-01', end: '2026-10-02' },
    { start: '2026-10-01', end: '9999-12-31' },
    { start: '0001-01-01', end: '9999-12-31' },
  ];
  const plan = { manifest: 'm', tasks: windows.map((window) => ({ ...task, window })) } as unknown as Plan;

  test('to people in words', () => {
    expect(planTable(plan, 'table').rows.map(({ window }) => window)).toEqual([
      '2026-10-01 … 2026-10-03',
      '2026-10-01',
      'from 2026-10-01 on',
      'all',
    ]);
  });

  test('to programs by dates as the options take them: both inclusive, null where there is none', () => {
    expect(planTable(plan, 'json').rows.map(({ start_date, end_date }) => [start_date, end_date])).toEqual([
      ['2026-10-01', '2026-10-03'],
      ['2026-10-01', '2026-10-01'],
      ['2026-10-01', null],
      [null, null],
    ]);
  });
});

test('numbers stand at the right, also with thousands and gaps', () => {
  const rows = [
    { n: '1,234', name: 'a' },
    { n: '', name: '2nd' },
    { n: '7', name: 'b' },
  ];
  expect(
    render({ columns: ['n', 'name'], rows }, 'table')
      .split('\n')
      .slice(2),
  ).toEqual(['1,234  a', '       2nd', '    7  b']);
});

test('ecluse tells its version, and a file that is not there by a sentence', async () => {
  expect((await new Command(REPOSITORY, ['--version']).ended).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  const { code, err } = await new Command(REPOSITORY, ['sql', '--file', 'nosuch.sql']).ended;
  expect([code, err]).toEqual([
    2,
    '--file nosuch.sql: there is no such file. Name a file with statements separated by ";".\n',
  ]);
});

test('a backfill from before the start of a model says which days are left out, and of which models', () => {
  const model = (name: string, start?: string, as = 'incremental') => ({ name, as, ...(start && { start }) });
  const manifest = {
    models: [
      model('silver.a', '2026-10-01'),
      model('gold.b', '2026-10-01'),
      model('gold.c', '2026-10-09'),
      model('gold.d'),
      model('gold.e', '2026-10-01', 'table'),
    ],
  } as unknown as Manifest;
  expect(startLines(manifest, '2026-09-30')).toEqual([
    'Left out are the days before 2026-10-01, the start of silver.a, gold.b. Move start to have them.',
    'Left out are the days before 2026-10-09, the start of gold.c. Move start to have them.',
  ]);
  expect(startLines(manifest, '2026-10-01', ['silver.a'])).toEqual([]);
});

test('rows from before the start of a model that reads by day are told, with how many there are', () => {
  const inputs = [
    { table: 'bronze.orders', versioning: 'partition' },
    { table: 'silver.products', versioning: 'history' },
  ];
  const model = (name: string, start: string) => ({ name, as: 'incremental', start, inputs });
  const manifest = {
    models: [model('silver.a', '2026-10-02'), model('silver.b', '2026-09-01')],
  } as unknown as Manifest;
  const day = (rows: number) => ({ version: 'v', seq: 0, rows });
  const days = new Map([
    ['2026-09-30', day(2)],
    ['2026-10-01', day(3)],
    ['2026-10-02', day(4)],
  ]);
  const versions = new Map(inputs.map(({ table }) => [table, new TableVersions(days)]));
  expect(earlierLines(manifest, versions)).toEqual([
    '5 rows of bronze.orders from before 2026-10-02, the start of silver.a: not read. Move start to have them.',
  ]);
});
