import type { Statement } from '../../../src/core/types';
import type { Claim } from '../claims';
import type { Session } from '../warehouse';
import { bound, countOf, failureOf, insertUpTo, pair, rowsOf } from './tools';

const TYPES = [
  'BOOL',
  'INT64',
  'FLOAT64',
  'NUMERIC',
  'STRING',
  'BYTES',
  'DATE',
  'TIME',
  'DATETIME',
  'TIMESTAMP',
  'JSON',
  'ARRAY<STRING>',
  'STRUCT<file STRING, generation STRING, line INT64>',
  'ARRAY<STRUCT<sku STRING, price NUMERIC>>',
];

const columnsOf = (types: readonly string[]) => types.map((type, i) => ({ name: `c${i}`, type }));
const table = (name: string, types: readonly string[]) => ({
  tables: [{ name: `contract.${name}`, columns: columnsOf(types) }],
  views: [],
});

/** Structure is created and added to, and nothing else. */
export function claimStructure(claim: Claim, get: () => Session): void {
  const warehouse = () => get().warehouse;
  const columnsFound = async (name: string) =>
    (
      await warehouse().query(
        bound(`SELECT * FROM \`contract.${name}\``, `SELECT * FROM "contract"."${name}"`),
      )
    ).columns;

  claim('a prepared table has the columns of its description, of every type', async () => {
    await get().make(table('every_type', TYPES));
    expect(await columnsFound('every_type')).toEqual(columnsOf(TYPES));
  });

  claim('preparing again changes nothing', async () => {
    await get().make(table('again', ['INT64']));
    await get().make(table('again', ['INT64']));
    expect(await columnsFound('again')).toEqual(columnsOf(['INT64']));
  });

  claim('new columns are added, and rows that were there have NULL in them', async () => {
    await get().make({
      tables: [{ name: 'contract.grows', columns: [{ name: 'n', type: 'INT64' }] }],
      views: [],
    });
    await warehouse().execute('contract_grows', [insertUpTo('grows', 1)]);
    const columns = [
      { name: 'N', type: 'INT64' },
      { name: 'tags', type: 'ARRAY<STRING>' },
      { name: 'at', type: 'TIMESTAMP' },
    ];
    await get().make({ tables: [{ name: 'contract.grows', columns }], views: [] });
    const [row] = await rowsOf(warehouse(), 'contract.grows');
    expect(row?.n).toBe(1);
    expect(row?.at).toBeNull();
  });

  claim('columns that are no longer described stay', async () => {
    await get().make(table('shrinks', ['INT64', 'STRING']));
    await get().make(table('shrinks', ['INT64']));
    expect(await columnsFound('shrinks')).toEqual(columnsOf(['INT64', 'STRING']));
  });

  claim(
    'a changed type is refused by table, column, found and expected type, and nothing is changed',
    async () => {
      await get().make(table('retyped', ['INT64']));
      const changed = {
        tables: [...table('beside', ['INT64']).tables, ...table('retyped', ['STRING', 'DATE']).tables],
        views: [],
      };
      const error = await failureOf(warehouse().prepare(changed));
      expect(error.kind).toBe('invalid');
      for (const part of ['contract.retyped', 'c0', 'INT64', 'STRING']) expect(error.message).toContain(part);
      expect(await columnsFound('retyped')).toEqual(columnsOf(['INT64']));
    },
  );

  claim('a table that is to be replaced has the new types and no rows, and others keep theirs', async () => {
    await warehouse().prepare(table('made_anew', ['INT64']));
    await warehouse().prepare({
      tables: [{ name: 'contract.kept', columns: [{ name: 'n', type: 'INT64' }] }],
      views: [],
    });
    await warehouse().execute('contract_kept', [insertUpTo('kept', 2)]);
    const replaced = table('made_anew', ['STRING']);
    await warehouse().prepare({
      ...replaced,
      replace: [{ name: 'contract.made_anew' }, { name: 'contract.never_there' }],
    });
    expect(await columnsFound('made_anew')).toEqual(columnsOf(['STRING']));
    expect(await countOf(warehouse(), 'made_anew')).toBe(0);
    expect(await countOf(warehouse(), 'kept')).toBe(2);
    const again = { tables: [{ name: 'contract.kept', columns: [{ name: 'n', type: 'INT64' }] }], views: [] };
    for (const _time of [1, 2]) {
      await warehouse().prepare({ ...again, replace: [{ name: 'contract.kept' }] });
      expect(await countOf(warehouse(), 'kept')).toBe(0);
      await warehouse().execute(`contract_kept_${_time}`, [insertUpTo('kept', 2)]);
    }
    await warehouse().prepare(again);
    expect(await countOf(warehouse(), 'kept')).toBe(2);
  });

  claim(
    'a view can take the place of a table that is to be replaced, and a table that of a view',
    async () => {
      await warehouse().prepare(table('turns', ['INT64']));
      const view = pair(
        'CREATE OR REPLACE VIEW `contract.turns` AS SELECT 7 AS c0',
        'CREATE OR REPLACE VIEW "contract"."turns" AS SELECT CAST(7 AS BIGINT) AS c0',
      );
      await warehouse().prepare({ tables: [], views: [view], replace: [{ name: 'contract.turns' }] });
      expect(await rowsOf(warehouse(), 'contract.turns')).toEqual([{ c0: 7 }]);
      await warehouse().prepare({ ...table('turns', ['INT64']), replace: [{ name: 'contract.turns' }] });
      expect(await countOf(warehouse(), 'turns')).toBe(0);
    },
  );

  claim(
    'a table that is to be replaced begins with the rows of a query of the old one, or stays',
    async () => {
      const rows = (type: string, duck: string) =>
        pair(
          `SELECT CAST(c1 AS ${type}) AS c1 FROM \`contract.carried\``,
          `SELECT CAST("c1" AS ${duck}) AS "c1" FROM "contract"."carried"`,
        );
      const carried = (types: readonly string[], statement: Statement) => ({
        ...table('carried', types),
        replace: [{ name: 'contract.carried', rows: statement }],
      });
      await warehouse().prepare(table('carried', ['STRING', 'INT64']));
      const one = pair(
        "INSERT INTO `contract.carried` (c0, c1) VALUES ('a', 7)",
        'INSERT INTO "contract"."carried" ("c0", "c1") VALUES (\'a\', 7)',
      );
      await warehouse().execute('contract_carried', [{ statement: one, values: {} }]);
      await warehouse().prepare(carried(['DATE', 'STRING'], rows('STRING', 'VARCHAR')));
      expect(await rowsOf(warehouse(), 'contract.carried')).toEqual([{ c0: null, c1: '7' }]);
      await failureOf(warehouse().prepare(carried(['DATE', 'DATE'], rows('DATE', 'DATE'))));
      expect(await rowsOf(warehouse(), 'contract.carried')).toEqual([{ c0: null, c1: '7' }]);
    },
  );

  claim('what is recorded of a structure is written with it, or neither', async () => {
    const kept = { tables: [{ name: 'contract.noted', columns: [{ name: 'n', type: 'INT64' }] }], views: [] };
    await warehouse().prepare({ ...kept, records: [insertUpTo('noted', 2)] });
    expect(await countOf(warehouse(), 'noted')).toBe(2);
    const replace = [{ name: 'contract.noted' }];
    await failureOf(warehouse().prepare({ ...kept, replace, records: [insertUpTo('never_made', 1)] }));
    expect(await countOf(warehouse(), 'noted')).toBe(2);
    await warehouse().prepare({ ...kept, replace, records: [insertUpTo('noted', 1)] });
    expect(await countOf(warehouse(), 'noted')).toBe(1);
  });

  claim('views are replaced, in order', async () => {
    const view = (name: string, googlesql: string, duckdb: string) =>
      pair(
        `CREATE OR REPLACE VIEW \`contract.${name}\` AS ${googlesql}`,
        `CREATE OR REPLACE VIEW "contract"."${name}" AS ${duckdb}`,
      );
    const above = view(
      'view_above',
      'SELECT v + 1 AS v FROM `contract.view_below`',
      'SELECT v + CAST(1 AS BIGINT) AS v FROM "contract"."view_below"',
    );
    for (const value of [1, 5]) {
      const below = view('view_below', `SELECT ${value} AS v`, `SELECT CAST(${value} AS BIGINT) AS v`);
      await get().make({ tables: [], views: [below, above] });
      expect(await rowsOf(warehouse(), 'contract.view_above')).toEqual([{ v: value + 1 }]);
    }
  });

  claim('an estimate runs nothing, and names what is missing', async () => {
    await get().make({
      tables: [{ name: 'contract.estimated', columns: [{ name: 'n', type: 'INT64' }] }],
      views: [],
    });
    const { bytes, rows } = await warehouse().estimate(insertUpTo('estimated', 1000));
    for (const guess of [bytes, rows]) expect(guess === null || guess >= 0).toBe(true);
    expect(await countOf(warehouse(), 'estimated')).toBe(0);
    expect((await failureOf(warehouse().estimate(insertUpTo('never_made', 1)))).kind).toBe('not_found');
  });
}
