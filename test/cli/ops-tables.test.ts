import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SqlAnswer } from '../../src/cli/sql-reader';
import { manifest as manifestSchema } from '../../src/core/manifest';
import { ProjectFolder } from '../e2e/command';
import { REPOSITORY } from '../e2e/workshop';

jest.setTimeout(120_000);

const PAGE = readFileSync(join(REPOSITORY, 'docs/ops-tables.md'), 'utf8');
const QUERIES = [...PAGE.matchAll(/^```sql\n(.*?)^```/gms)].map(([, sql]) => sql ?? '');

let project: ProjectFolder;
beforeAll(async () => {
  project = new ProjectFolder(join(REPOSITORY, 'test/fixtures/tiny'));
  const rows = [1, 2, 3, 4, 5000].map((amount, i) => `o${i},2026-10-01 10:00:00,${amount},`);
  project.land('a.csv', ['order_id,ordered_at,amount,updated_at', ...rows, 'o9,"', ''].join('\n'));
  await project.ecluse('run');
  for (const undo of [[], ['--undo']])
    await project.ecluse('withdraw', 'orders/a.csv', '--reason', 'wrong till', ...undo);
  await project.ecluse('run', '--force');
});
afterAll(() => project.close());

/** The columns in the table of a section, as it writes them. */
function columnsBelow(heading: string): string[] {
  const section = PAGE.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? '';
  return section.split('\n').filter((line) => line.startsWith('| `'));
}

const HEADINGS: Readonly<Record<string, string>> = {
  'quarantine.silver_orders': 'quarantine.&lt;layer&gt;_&lt;model&gt;',
  'retained.silver_orders': 'retained.&lt;layer&gt;_&lt;model&gt;',
  'bronze.orders__raw': 'bronze.&lt;source&gt;__raw',
};

describe('docs/ops-tables.md', () => {
  test('has every column of the engine with its type, as the tables are made', () => {
    const text = readFileSync(join(project.path, '.ecluse/active.json'), 'utf8');
    const { tables, external } = manifestSchema.parse(JSON.parse(text));
    const written = [...tables, ...external].filter(({ name }) => name.startsWith('ops.') || HEADINGS[name]);
    expect(written).toHaveLength(10);
    for (const { name, columns } of written) {
      const own = columns.filter((column) => name.startsWith('ops.') || column.name.startsWith('_'));
      const lines = own.map((column) => `| \`${column.name}\` | ${column.type} | ${column.description} |`);
      expect([name, ...columnsBelow(HEADINGS[name] ?? name)]).toEqual([name, ...lines]);
    }
  });

  test('asks only what is answered, and here by a row at least', async () => {
    const { out } = await project.ecluse('sql', '--format', 'json', QUERIES.join(';\n'));
    const answers = JSON.parse(out) as SqlAnswer[];
    expect(answers).toHaveLength(10);
    expect(answers.map(({ status, rows, message }) => [status, rows.length > 0, message])).toEqual(
      QUERIES.map(() => ['ok', true, '']),
    );
  });
});
