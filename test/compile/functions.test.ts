import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckdb } from '../../src/adapters/duckdb';
import type { Manifest } from '../../src/core/manifest';
import { structureOf } from '../../src/core/structure';
import { startGoogleSql } from '../../src/googlesql';
import type { Warehouse } from '../../src/ports/warehouse';
import { compileFiles } from './support/compiling';
import { SHOP, shopWith } from './support/shop';

const PROJECT = shopWith(
  [
    {
      file: 'sql/functions/add_tax.sql',
      text: '-- Gross from net.\ncreate or replace function `fn.add_tax`(net NUMERIC, rates ARRAY<STRUCT<code STRING, rate NUMERIC>>) AS (\n  net * (1 + `fn.first_rate`(rates))\n);\n',
    },
    {
      file: 'sql/functions/first_rate.sql',
      text: 'CREATE FUNCTION `fn.first_rate`(rates ARRAY<STRUCT<code STRING, rate NUMERIC>>) RETURNS NUMERIC AS (\n  rates[OFFSET(0)].rate\n)',
    },
    {
      file: 'sql/gold/price_list.sql',
      text: `/*---
description: Gross prices of the regions.
---*/
SELECT code, \`fn.add_tax\`(10, [STRUCT('VAT' AS code, NUMERIC '0.2' AS rate)]) AS gross FROM \`ref.regions\`
`,
    },
  ],
  SHOP,
);

describe('functions of a project', () => {
  let manifest: Manifest;
  let warehouse: Warehouse;
  let folder: string;
  beforeAll(async () => {
    const googlesql = await startGoogleSql();
    try {
      manifest = await compileFiles(PROJECT, googlesql);
    } finally {
      await googlesql.close();
    }
    folder = mkdtempSync(join(tmpdir(), 'ecluse-functions-'));
    warehouse = await openDuckdb({ path: join(folder, 'warehouse.duckdb') });
  }, 30_000);
  afterAll(async () => {
    await warehouse.close();
    rmSync(folder, { recursive: true });
  });

  test('stand in the manifest, each after those that it calls, so that they can be made again and again', () => {
    expect(manifest.functions.map(({ name }) => name)).toEqual(['fn.first_rate', 'fn.add_tax']);
    const openings = manifest.functions.map(({ statement }) => statement.googlesql.split('(')[0]);
    expect(openings).toEqual([
      'CREATE OR REPLACE FUNCTION `fn.first_rate`',
      'CREATE OR REPLACE FUNCTION `fn.add_tax`',
    ]);
  });

  test('are made before the views, in a dataset of their own', () => {
    const { views, datasets } = structureOf(manifest);
    expect(views.slice(0, 2)).toEqual(manifest.functions.map(({ statement }) => statement));
    expect(datasets).toContain('fn');
  });

  test('compute what they say, on DuckDB, through a view', async () => {
    await warehouse.prepare(structureOf(manifest));
    const statement = (googlesql: string, duckdb: string) => ({ googlesql, duckdb: [duckdb], params: {} });
    const insert = statement('', `INSERT INTO "ref"."regions" VALUES ('N', 'North')`);
    await warehouse.execute('fill_1', [{ statement: insert, values: {} }]);
    const select = statement('', 'SELECT code, gross FROM "gold"."price_list"');
    const { rows } = await warehouse.query({ statement: select, values: {} });
    expect(rows).toEqual([{ code: 'N', gross: '12' }]);
  });
});
