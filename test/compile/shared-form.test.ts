import { sharedForm } from '../../src/compile/shared-form';
import type { Manifest } from '../../src/core/manifest';
import type { Statement } from '../../src/core/types';
import { type GoogleSql, startGoogleSql, type TableSchema } from '../../src/googlesql';
import { compileFiles } from './support/compiling';
import { GALLERY } from './support/gallery';

const tables: readonly TableSchema[] = ['gold.a', 'gold.b', 'ops.x'].map((name) => ({
  name,
  columns: [
    { name: 'day', type: 'DATE' },
    { name: `of_${name.slice(-1)}`, type: 'STRING' },
  ],
}));
const schemaOf = (name: string) => tables.find((table) => table.name === name);

/** Columns are numbered by what else the table has. */
const unnumbered = (sql: string): string => sql.replace(/_\d+\b/g, '_#');

describe('statements that models share', () => {
  let googlesql: GoogleSql;
  let manifest: Manifest;
  const asked: string[] = [];
  beforeAll(async () => {
    googlesql = await startGoogleSql();
    manifest = await compileFiles(GALLERY, {
      ...googlesql,
      compile: (sql, options) => {
        asked.push(sql);
        return googlesql.compile(sql, options);
      },
    });
  }, 60_000);
  afterAll(() => googlesql.close());

  test('have one form when they differ in the names of tables and in columns that they do not name', () => {
    const one = sharedForm('DELETE FROM `gold.a` WHERE `day` IN (@dates)', schemaOf);
    const other = sharedForm('DELETE FROM `gold.b` WHERE `day` IN (@dates)', schemaOf);
    expect(one?.sql).toBe('DELETE FROM `shared.table_0` WHERE `day` IN (@dates)');
    expect([other?.sql, other?.tables]).toEqual([one?.sql, one?.tables]);
    expect(other?.named('DELETE FROM "shared"."table_0" AS t')).toBe('DELETE FROM "gold"."b" AS t');
  });

  test('are none that list columns, take all of them, or hold what people wrote', () => {
    for (const sql of [
      'INSERT INTO `gold.a` (`day`) SELECT `day` FROM `gold.b`',
      'ASSERT EXISTS (SELECT * FROM `gold.a`)',
      'SELECT COUNT(*) FROM `gold.a`',
    ])
      expect(sharedForm(sql, schemaOf)).toBeUndefined();
  });

  test('are asked for once, however many models have them', () => {
    expect(asked.length).toBe(new Set(asked).size);
    const deletes = asked.filter((sql) => sql.startsWith('DELETE'));
    expect(deletes.length).toBeGreaterThan(0);
    expect(deletes.filter((sql) => !sql.includes('`shared.table_'))).toEqual([]);
  });

  test('do what each would do alone', async () => {
    const catalog = { tables: manifest.tables };
    const shared = statementsOf(manifest).filter(
      ({ googlesql: sql }) => /^(ASSERT|DELETE)/.test(sql) && !sql.includes('scratch.'),
    );
    expect(shared.length).toBeGreaterThan(20);
    for (const { googlesql: sql, duckdb, params } of shared) {
      const alone = await googlesql.compile(sql, { catalog, params });
      expect(duckdb.map(unnumbered)).toEqual(alone.duckdb.map(unnumbered));
    }
  });
});

function statementsOf({ models }: Manifest): Statement[] {
  return models.flatMap(({ steps }) => Object.values(steps ?? {}).flat());
}
