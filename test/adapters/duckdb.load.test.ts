import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { openDuckdb } from '../../src/adapters/duckdb';
import { inspectCleanFile } from '../../src/adapters/duckdb/cleanfile';
import type { Warehouse } from '../../src/ports/warehouse';
import { duck } from './duck';
import { type TemporaryFolder, temporaryFolder } from './folder';

let folder: TemporaryFolder;
let warehouse: Warehouse;
let jobs = 0;

beforeAll(async () => {
  folder = await temporaryFolder();
  warehouse = await openDuckdb({ path: ':memory:', threads: 2 });
  await warehouse.prepare({ datasets: ['scratch'], tables: [], views: [] });
});
afterAll(async () => {
  await warehouse.close();
  await folder.remove();
});

const query = async (sql: string) => (await warehouse.query(duck(sql))).rows;

function field(text: string | null): string {
  if (text === null) return '';
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const line = (fields: readonly (string | null)[], number: number) =>
  `${fields.map(field).join(',')},${number}\n`;

async function load(csv: string): Promise<readonly number[]> {
  const address = path.join(folder.path, 'clean.csv');
  await writeFile(address, csv);
  const request = { address, table: 'scratch.loaded', columns: ['a', 'b', '_line'] };
  return (await warehouse.load(`load_${jobs++}`, request)).affected;
}

/** Fields that look like records, line ends and quotes of other fields. */
const RECORD_LIKE = 'x\na,b,1\nc,"d",2\n';

describe('Loading', () => {
  test('gives back any fields as they were written', async () => {
    const pieces = fc.constantFrom(
      '"',
      ',',
      '\n',
      '\r',
      "'",
      '\\',
      ' ',
      'NULL',
      '#',
      '\0',
      'é',
      '😀',
      '1',
      'a',
    );
    const anyField = fc.option(fc.string({ unit: pieces, maxLength: 6 }), { nil: null });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(anyField, anyField), { maxLength: 20 }), async (records) => {
        const affected = await load(records.map((record, i) => line(record, i + 1)).join(''));
        expect(affected).toEqual([records.length]);
        const rows = await query('SELECT * FROM scratch.loaded ORDER BY _line');
        expect(rows).toEqual(records.map(([a, b], i) => ({ a, b, _line: i + 1 })));
      }),
      { numRuns: 150 },
    );
  });

  test('is exact where reading in parallel would take fields for records', async () => {
    const records = Array.from({ length: 400 }, (_, i) =>
      line([RECORD_LIKE.repeat((i * 37) % 5000), 'b'], i + 1),
    );
    expect(await load(records.join(''))).toEqual([400]);
    const [sums] = await query(
      'SELECT sum(length(a))::BIGINT AS length, max(_line) AS last FROM scratch.loaded',
    );
    const length = Array.from({ length: 400 }, (_, i) => RECORD_LIKE.length * ((i * 37) % 5000));
    expect(sums).toEqual({ length: length.reduce((sum, one) => sum + one), last: 400 });
  }, 30_000);

  test('is exact where files are large enough to be read in parallel', async () => {
    const hash = (i: number) => createHash('md5').update(String(i)).digest('base64');
    const records = Array.from({ length: 300_000 }, (_, i) =>
      line([hash(i), i % 3 ? `a,"${i}",` : null], i + 1),
    );
    expect(await load(records.join(''))).toEqual([300_000]);
    const wrong = await query(`SELECT count(*) AS n FROM scratch.loaded WHERE
      a <> to_base64(unhex(md5(CAST(_line - 1 AS VARCHAR)))) OR
      b IS DISTINCT FROM CASE WHEN (_line - 1) % 3 <> 0 THEN 'a,"' || (_line - 1) || '",' END`);
    expect(wrong).toEqual([{ n: 0 }]);
  }, 30_000);

  test('takes records of many megabytes', async () => {
    const long = '"'.repeat(10 << 20);
    expect(await load(line([long, null], 1) + line(['short', null], 2))).toEqual([2]);
    expect(await query('SELECT length(a) AS n FROM scratch.loaded ORDER BY _line')).toEqual([
      { n: 10 << 20 },
      { n: 5 },
    ]);
  }, 30_000);

  test.each(['x', '"'])(
    'takes one after the other the longest records that are read, of %s',
    async (unit) => {
      const long = unit.repeat(10 << 20);
      const records = Array.from({ length: 4 }, (_, i) => line([long, null], i + 1));
      expect(await load(records.join(''))).toEqual([4]);
      expect(await query('SELECT DISTINCT length(a) AS n FROM scratch.loaded')).toEqual([{ n: 10 << 20 }]);
    },
    30_000,
  );
});

describe('A clean file', () => {
  test.each([
    ['', { records: 0, multiline: false, longest: 0 }],
    ['a,1\nbc,2\n', { records: 2, multiline: false, longest: 5 }],
    ['a,1\nlast,2', { records: 2, multiline: false, longest: 6 }],
    ['"a\nb",1\n"""",2\n', { records: 2, multiline: true, longest: 8 }],
    ['"a""\n""b",1\nc,2\n', { records: 2, multiline: true, longest: 12 }],
    ['"é",1\n', { records: 1, multiline: false, longest: 7 }],
  ])('%j has %j', async (csv, expected) => {
    const file = path.join(folder.path, 'inspected.csv');
    await writeFile(file, csv);
    expect(await inspectCleanFile(file)).toEqual(expected);
  });

  test('is counted the same wherever its pieces end', async () => {
    const file = path.join(folder.path, 'pieces.csv');
    const record = `"${'x'.repeat(700_000)}\n""",1\n`;
    await writeFile(file, record.repeat(7));
    expect(await inspectCleanFile(file)).toEqual({ records: 7, multiline: true, longest: record.length });
  });
});
