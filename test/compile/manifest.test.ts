import { manifest as schema } from '../../src/core/manifest';
import { type GoogleSql, startGoogleSql } from '../../src/googlesql';
import { compileFiles, linesOf, problemsOf } from './support/compiling';
import { GALLERY } from './support/gallery';
import { remembering } from './support/remembering';
import { type Change, type Files, SHOP, shopWith } from './support/shop';

const DAILY = 'sql/gold/daily.sql';

describe('a manifest', () => {
  let googlesql: GoogleSql;
  beforeAll(async () => {
    googlesql = remembering(await startGoogleSql());
    await googlesql.compile('SELECT 1 AS one', { catalog: { tables: [] } });
  }, 30_000);
  afterAll(() => googlesql.close());

  const modelOf = async (name: string, files: Files) =>
    (await compileFiles(files, googlesql)).models.find((model) => model.name === name);
  const daily = (...changes: Change[]) => modelOf('gold.daily', shopWith(changes));

  test.each([
    ['a shop', SHOP],
    ['everything once', GALLERY],
    ['nothing but a name and a zone', { 'ecluse.yaml': 'name: empty\ntime_zone: UTC\n' }],
  ])('of %s is what its schema says', async (_what, files) => {
    const made = await compileFiles(files, googlesql);
    expect(schema.parse(made)).toEqual(made);
  });

  test('does not depend on line ends', async () => {
    const crlf = Object.entries(SHOP).map(([file, text]) => [
      file,
      file.endsWith('.csv') ? text : `\uFEFF${text.replaceAll('\n', '\r\n')}`,
    ]);
    expect(await compileFiles(Object.fromEntries(crlf), googlesql)).toEqual(
      await compileFiles(SHOP, googlesql),
    );
  });

  test('names lines as editors count them, also with CRLF', async () => {
    const sql = (SHOP[DAILY] ?? '').replace('SUM(amount)', 'SUM(amont)').replaceAll('\n', '\r\n');
    const problems = await problemsOf(shopWith([{ file: DAILY, text: sql }]), googlesql);
    expect(linesOf(problems)[0]).toBe(
      'sql/gold/daily.sql:7:27: Unrecognized name: amont; Did you mean amount?',
    );
  });

  test('tells what every problem is, of every file, at once', async () => {
    const changes: Change[] = [
      { edit: DAILY, from: 'SUM(amount)', to: 'SUM(amont)' },
      { edit: 'sql/silver/sales.sql', from: '  - unique', to: '  - expression: amont > 0\n  - unique' },
    ];
    const upstream = await problemsOf(shopWith(changes), googlesql);
    // What reads a broken model is not looked at: it would only repeat its problem.
    expect(upstream.map(({ place }) => place.file)).toEqual(['sql/silver/sales.sql']);
    const other = { file: 'sql/gold/other.sql', text: '/*---\ndescription: x\n---*/\nSELECT nothing' };
    const both = await problemsOf(shopWith([...changes, other]), googlesql);
    expect(both.map(({ place }) => place.file)).toEqual(['sql/silver/sales.sql', 'sql/gold/other.sql']);
  });

  test('keeps the bits of 60 row checks apart, exactly', async () => {
    const many = Array.from(
      { length: 60 },
      (_, i) => `  - expression: { sql: revenue != ${i}, name: not_${i}, severity: quarantine }`,
    );
    const model = await daily({
      edit: DAILY,
      from: '  - row_count',
      to: `${many.join('\n')}\n  - row_count`,
    });
    const stage = model?.steps?.stage[0]?.googlesql ?? '';
    const bits = [...stage.matchAll(/IF\(.*?, (\d+), 0\)/g)].map(([, bit]) => BigInt(bit ?? 0));
    expect(bits).toEqual(Array.from({ length: 61 }, (_, i) => 1n << BigInt(i)));
    expect(stage).toContain(`(_checks & ${(1n << 61n) - 1n}) != 0`);
  });

  test('leaves texts of several lines as they are', async () => {
    const text = "'''one\n  two\nthree'''";
    const model = await daily({ edit: DAILY, from: 'AS revenue', to: `AS revenue, MAX(${text}) AS note` });
    expect(model?.steps?.stage[0]?.googlesql).toContain(text);
  });

  test('lets comments end in expressions', async () => {
    const model = await daily({
      edit: DAILY,
      from: '  - row_count',
      to: '  - expression: "revenue > 0 -- always"\n  - row_count',
    });
    expect(model?.checks.map(({ name }) => name)).toContain('expression: revenue > 0 -- always');
  });

  test('inlines vars in checks and reconciliations, too', async () => {
    const model = await daily(
      {
        edit: DAILY,
        from: '  - row_count',
        to: '  - expression: revenue >= @var_least_amount\n  - row_count',
      },
      {
        edit: DAILY,
        from: 'checks:',
        to: `reconcile: { one: { expected: "SELECT DATE '2026-10-01', @var_least_amount", actual: MIN(0) } }\nchecks:`,
      },
    );
    expect(model?.steps?.stage[0]?.googlesql).toContain('NOT (revenue >= 0)');
    expect(model?.reconcile[0]?.statement.googlesql).toContain("DATE '2026-10-01', 0");
  });

  test('looks through views: what is read by way of a view is an input, as far back as both look', async () => {
    const sql = (SHOP[DAILY] ?? '').replace('`silver.sales`', '`silver.seen`');
    const model = await modelOf(
      'gold.daily',
      shopWith([
        {
          file: 'sql/silver/seen.sql',
          text: '/*---\ndescription: Seen.\nmaterialize: { as: view }\n---*/\nSELECT * FROM `silver.sales`',
        },
        { file: DAILY, text: sql.replace('checks:', 'lookback_days: { silver.seen: 6 }\nchecks:') },
      ]),
    );
    expect(model?.inputs).toEqual([
      { table: 'silver.sales', versioning: 'partition', lookbackDays: 6, withinDays: 0 },
    ]);
  });

  test('decides a key across days by everything that is read for those days, the history that they are joined with, too', async () => {
    const events = await modelOf('silver.events', GALLERY);
    expect(events?.inputs.map(({ table, withinDays }) => [table, withinDays])).toEqual([
      ['bronze.events', 2],
      ['ref.kinds', 2],
      ['silver.things', 2],
    ]);
    const daily = await modelOf('gold.daily', GALLERY);
    expect(daily?.inputs).toEqual([
      { table: 'silver.events', versioning: 'partition', lookbackDays: 6, withinDays: 0 },
      { table: 'silver.things', versioning: 'history', lookbackDays: 0, withinDays: 0 },
    ]);
  });

  test('carries what a plan may read, in bytes, of the project and of each pipeline', async () => {
    const yaml = (GALLERY['ecluse.yaml'] ?? '')
      .replace('{ select: ["*"] }', '{ select: ["*"], max_bytes: 5.0e11 }')
      .replace('vars:', 'max_bytes: 2000000000000\nvars:');
    const made = await compileFiles({ ...GALLERY, 'ecluse.yaml': yaml }, googlesql);
    expect([made.project.maxBytes, made.pipelines[0]?.maxBytes]).toEqual([2e12, 5e11]);
  });

  test('carries descriptions of unchanged columns, and the class of whatever is made of personal data', async () => {
    const model = await modelOf('silver.events', {
      ...GALLERY,
      'sql/silver/events.sql': (GALLERY['sql/silver/events.sql'] ?? '').replace(
        '  kind,',
        "  CONCAT(person, '!') AS greeting,\n  kind,",
      ),
    });
    expect(model?.columns.find(({ name }) => name === 'greeting')).toEqual({
      name: 'greeting',
      type: 'STRING',
      classification: 'pii',
    });
  });
});
