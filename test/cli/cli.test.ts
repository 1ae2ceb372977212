import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { COMMANDS } from '../../src/cli/commands';

jest.setTimeout(60_000);

const REPOSITORY = resolve(__dirname, '../..');
const ECLUSE = join(REPOSITORY, 'bin/ecluse.js');

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

let project: string;
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'ecluse-cli-'));
  cpSync(join(REPOSITORY, 'test/fixtures/tiny'), project, { recursive: true });
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

function ecluse(args: readonly string[], cwd = project): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [ECLUSE, ...args], {
    cwd,
    encoding: 'utf8',
  });
  return { code: status, out: stdout, err: stderr };
}

function land(name: string, text: string): void {
  mkdirSync(join(project, 'landing/orders'), { recursive: true });
  writeFileSync(join(project, 'landing/orders', name), text);
}

const ORDERS =
  'order_id,ordered_at,amount,updated_at\no1,2026-10-01 10:00:00,5,\no2,2026-10-01 11:00:00,7.50,\n';

describe('every command', () => {
  test.each(COMMANDS.map((command) => command.name))('%s explains itself', (name) => {
    const { code, out } = ecluse([name, '--help']);
    expect(code).toBe(0);
    expect(out).toContain(`ecluse ${name}`);
    expect(out).toContain('--project');
  });

  test('that does not exist is refused with code 2', () => {
    const { code, err } = ecluse(['rnu']);
    expect(code).toBe(2);
    expect(err).toContain("unknown command 'rnu'");
  });

  test('outside of a project says so, and what to do', () => {
    const { code, err } = ecluse(['plan'], tmpdir());
    expect(code).toBe(2);
    expect(err).toMatch(
      /There is no ecluse.yaml in .* or above it. Go to a project, or name one with --project DIR./,
    );
  });
});

describe('a project on the command line', () => {
  test('goes from a file to an answer, from any of its folders', () => {
    land('a.csv', ORDERS);
    const run = ecluse(['run'], join(project, 'sql'));
    expect([run.code, run.err]).toEqual([0, expect.any(String)]);
    expect(run.out).toMatch(/silver\.orders +2026-10-01 +SUCCESS +2 +2/);
    const { code, out } = ecluse([
      'sql',
      '--format',
      'json',
      'SELECT business_date, revenue, orders FROM `gold.revenue`',
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual([
      {
        status: 'ok',
        columns: [
          { name: 'business_date', type: 'DATE' },
          { name: 'revenue', type: 'NUMERIC' },
          { name: 'orders', type: 'INT64' },
        ],
        rows: [{ business_date: '2026-10-01', revenue: '12.5', orders: 2 }],
        message: '',
      },
    ]);
    expect(ecluse(['run']).out).toBe('Nothing new has landed.\n\nNothing is due.\n');
    expect(ecluse(['plan', '--format', 'json']).out.trim()).toBe('[]');
    const { runs, ingests } = JSON.parse(ecluse(['status', '--format', 'json']).out) as {
      runs: { run: string; state: string }[];
      ingests: object[];
    };
    const [last] = runs;
    expect(ingests).toMatchObject([{ state: 'SUCCESS', files: 1, loaded: 1, refused: 0, malformed: 0 }]);
    expect(ecluse(['status']).out).toMatch(/Last ingests:\ningest +state +files +loaded/);
    expect(last?.state).toBe('SUCCESS');
    expect(ecluse(['status', last?.run ?? '']).out).toMatch(/gold\.revenue +2026-10-01 +SUCCESS/);
  });

  test('says before the first run that there is nothing yet, and of a new view that it is made', () => {
    const query = ['sql', 'SELECT COUNT(*) AS n FROM `gold.revenue`'];
    expect(ecluse(['status']).out).toMatch(/no run yet.*ecluse run/);
    expect(ecluse(query).err).toMatch(/warehouse is new.*ecluse run/);
    land('a.csv', ORDERS);
    expect(ecluse(['run']).err).not.toMatch(/view/);
    expect(ecluse(query).err).toBe('');
    writeFileSync(
      join(project, 'sql/gold/kpi_orders.sql'),
      '/*---\ndescription: Orders.\n---*/\nSELECT business_date, orders FROM `gold.revenue`\n',
    );
    const { code, err } = ecluse(['run']);
    expect([code, err]).toEqual([0, expect.stringContaining('1 view created: gold.kpi_orders.')]);
  });

  test('answers each statement of a file for itself: ok, refused, error', () => {
    const file = join(project, 'queries.sql');
    writeFileSync(
      file,
      "SELECT 1 AS one; -- a comment; with a semicolon\nSELECT nope FROM `silver.orders`;\nDELETE FROM `silver.orders` WHERE TRUE;\nSELECT ';' AS text",
    );
    const { code, out } = ecluse(['sql', '--format', 'json', '--file', file]);
    const answers = JSON.parse(out) as { status: string; message: string; rows: unknown[] }[];
    expect(answers.map((answer) => answer.status)).toEqual(['ok', 'error', 'refused', 'ok']);
    expect(answers[1]?.message).toMatch(/^2:8: .*nope/);
    expect(answers[3]?.rows).toEqual([{ text: ';' }]);
    expect(code).toBe(2);
  });

  test('ends with 3 when a gate stopped something', () => {
    land('a.csv', 'order_id\no1\n');
    const { code, out } = ecluse(['ingest']);
    expect(code).toBe(3);
    expect(out).toMatch(/refused orders\/a\.csv: .*ordered_at/);
  });

  test('with a mistake in it changes nothing, and names file and line', () => {
    writeFileSync(
      join(project, 'sql/gold/revenue.sql'),
      '/*---\ndescription: x\n---*/\nSELECT business_date,\n  amuont AS amount\nFROM `silver.orders`\n',
    );
    const { code, err } = ecluse(['run']);
    expect(code).toBe(2);
    expect(err).toContain('sql/gold/revenue.sql:5:3');
    expect(err).toContain('amount');
    expect(err).toContain('nothing was changed');
  });

  test.each([
    [['plan', '--start-date', '2026-02-30'], '--start-date is 2026-02-30'],
    [['plan', '--start-date', '2026-10-02', '--end-date', '2026-10-01'], 'is after'],
    [['plan', '--models', 'gold.nothing'], 'selects no model'],
    [['status', 'nothing'], 'There is no run nothing'],
    [['sql'], 'Give one statement'],
  ])('refuses %j', (args, message) => {
    const { code, err } = ecluse(args);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  test('prints data as CSV that a spreadsheet reads', () => {
    land('a.csv', ORDERS);
    ecluse(['run']);
    const { out } = ecluse([
      'sql',
      '--format',
      'csv',
      'SELECT order_id, amount, \'a,"b"\' AS quoted FROM `silver.orders` ORDER BY order_id',
    ]);
    expect(out).toBe('order_id,amount,quoted\no1,5,"a,""b"""\no2,7.5,"a,""b"""\n');
  });
});
