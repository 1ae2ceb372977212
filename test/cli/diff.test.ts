import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { baselineOf } from '../../src/cli/baseline';
import { atRevision, revisionOf } from '../../src/cli/git-revision';
import { ProjectFolder } from '../e2e/command';
import { REPOSITORY } from '../e2e/workshop';

let project: ProjectFolder;
beforeEach(() => {
  project = new ProjectFolder(join(REPOSITORY, 'test/fixtures/tiny'));
});
afterEach(() => project.close());

const git = (...args: string[]): void => {
  execFileSync('git', ['-C', project.path, '-c', 'user.name=t', '-c', 'user.email=t@t', ...args]);
};

function commit(): void {
  git('init', '-q');
  git('add', '.');
  git('commit', '-q', '-m', 'first');
}

function edit(file: string, from: string | RegExp, to: string): void {
  const path = join(project.path, file);
  const before = readFileSync(path, 'utf8');
  const after = before.replace(from, to);
  if (after === before) throw new Error(`${file} does not hold ${from}`);
  writeFileSync(path, after);
}

function dropOrders(): void {
  edit('sql/gold/revenue.sql', ', COUNT(*) AS orders', '');
  edit('sql/gold/kpi_revenue.sql', 'revenue, orders', 'revenue');
}

const MIGRATION = `reason: Nobody looks at the number of orders.
allows:
  - { table: gold.revenue, change: drop_column, column: orders }
  - { table: gold.kpi_revenue, change: drop_column, column: orders }
`;

describe('ecluse diff', () => {
  test('refuses a dropped column with code 3, says how to allow it, and then lets it through', async () => {
    commit();
    dropOrders();
    const refused = await project.ecluse('diff');
    expect([refused.code, refused.err]).toEqual([3, '']);
    expect(refused.out).toMatch(/^Against HEAD \([0-9a-f]{10}\): 2 models changed\.\n/);
    expect(refused.out).toContain('column orders removed: INT64');
    expect(refused.out).toContain('- { table: gold.revenue, change: drop_column, column: orders }');
    mkdirSync(join(project.path, 'migrations'));
    writeFileSync(join(project.path, 'migrations/0001-drop-orders.yaml'), MIGRATION);
    const allowed = await project.ecluse('diff', '--format', 'json');
    expect([allowed.code, allowed.err]).toEqual([0, '']);
    const report = JSON.parse(allowed.out) as { breaking: { migration: string }[]; due: { basis: string } };
    expect(report.breaking.map(({ migration }) => migration)).toEqual(
      Array(2).fill('migrations/0001-drop-orders.yaml'),
    );
    expect(report.due.basis).toBe('unknown');
  });

  test('compares by default with what the local warehouse was made for, and counts the dates that are there', async () => {
    commit();
    project.land(
      'a.csv',
      'order_id,ordered_at,amount,updated_at\no1,2026-10-01 10:00:00,5,\no2,2026-10-03 11:00:00,7.50,\n',
    );
    await project.ecluse('run');
    edit('sql/gold/revenue.sql', 'SUM(amount) AS', 'SUM(amount) * 2 AS');
    const { out, code } = await project.ecluse('diff', '--format', 'markdown');
    expect(code).toBe(0);
    expect(out).toContain('### Écluse: 1 model changed.');
    expect(out).toContain('| `gold.revenue` | 2 partitions, 2026-10-01 … 2026-10-03 |');
    expect(out).toContain('| `gold.revenue` | `gold.kpi_revenue` (KPI) |');
  });
});

describe('ecluse diff --environment', () => {
  const ENVIRONMENT = `project: acme-tiny
region: europe-west1
groups: { analysts: a@acme.example, engineers: e@acme.example, operators: o@acme.example }
deletion_protection: false
alerts: { emails: ["e@{env:NOT_SET_ANYWHERE}"] }
`;

  test('shows what the vars of the environment change, against what they were at the last commit', async () => {
    edit('ecluse.yaml', /$/, 'vars: { factor: 1 }\n');
    edit('sql/gold/revenue.sql', 'SUM(amount) AS', 'SUM(amount * @var_factor) AS');
    mkdirSync(join(project.path, 'environments'));
    writeFileSync(join(project.path, 'environments/dev.yaml'), ENVIRONMENT);
    commit();
    edit('environments/dev.yaml', /$/, 'vars: { factor: 2 }\n');
    expect((await project.ecluse('diff')).out).toContain('Nothing changed');
    const { code, out } = await project.ecluse('diff', '--environment', 'dev');
    expect(code).toBe(0);
    expect(out).toMatch(/^Against HEAD \([0-9a-f]{10}\): 1 model changed\.\n/);
    expect(out).toContain('gold.revenue');
  });

  test('ends with code 2 for an environment that is not there', async () => {
    const { code, err } = await project.ecluse('diff', '--environment', 'test');
    expect(code).toBe(2);
    expect(err).toContain('there is no environment of the name test');
  });
});

describe('the baseline', () => {
  test.each([
    ['--output=x', 'git knows no such commit'],
    ['nosuch', 'git knows no such commit'],
    ['nosuch.json', 'there is no such file'],
    ['ecluse.json', 'this is no manifest of version 1'],
  ])('%s is refused, and nothing is taken for an option of git', async (against, says) => {
    commit();
    writeFileSync(join(project.path, 'ecluse.json'), '{}');
    const file = against === 'ecluse.json' ? join(project.path, against) : against;
    await expect(baselineOf(project.path, file)).rejects.toThrow(says);
  });

  test('without warehouse and git says what to do', async () => {
    await expect(baselineOf(project.path, undefined)).rejects.toThrow('--against manifest.json');
  });

  test('of a folder inside of its repository is that folder, byte for byte, and gone afterwards', async () => {
    const inner = join(project.path, 'inner');
    cpSync(join(REPOSITORY, 'test/fixtures/tiny'), inner, { recursive: true });
    writeFileSync(join(inner, 'sql/gold/empty.sql'), '');
    commit();
    const seen = await atRevision(inner, revisionOf(inner, 'HEAD'), async (folder) => ({
      folder,
      same: filesOf(folder).map(
        (file) => readFileSync(join(folder, file), 'utf8') === readFileSync(join(inner, file), 'utf8'),
      ),
      files: filesOf(folder),
    }));
    expect(seen.files).toEqual(filesOf(inner));
    expect(new Set(seen.same)).toEqual(new Set([true]));
    expect(existsSync(seen.folder)).toBe(false);
  });
});

const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
