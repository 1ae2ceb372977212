import { parquetWriteBuffer } from 'hyparquet-writer';
import { parseClean } from './support/clean-form';
import { parquetOf } from './support/parquet';
import { read } from './support/read';

const parquet = { format: { kind: 'parquet' } } as const;

/** The text of `expression`, and of NULL, read from a Parquet file that DuckDB wrote. */
async function textOf(expression: string, options: readonly string[] = []): Promise<unknown> {
  const query = `SELECT ${expression} AS a UNION ALL SELECT NULL`;
  const file = await parquetOf(`SELECT * FROM (${query}) ORDER BY a NULLS LAST`, options);
  const { clean } = await read(file, { ...parquet, columns: ['a'], required: ['a'] });
  const [[value, ...rest] = [], nothing] = parseClean(clean);
  expect(rest).toEqual([null, '1']);
  expect(nothing).toEqual([null, null, '2']);
  return value;
}

describe('a Parquet value becomes the text that GoogleSQL casts read', () => {
  test.each([
    ['9223372036854775807::BIGINT', '9223372036854775807'],
    ['(-9223372036854775808)::BIGINT', '-9223372036854775808'],
    ['18446744073709551615::UBIGINT', '18446744073709551615'],
    ['4294967295::UINTEGER', '4294967295'],
    ['255::UTINYINT', '255'],
    ['(-5)::SMALLINT', '-5'],
    ['1.10::DECIMAL(4,2)', '1.10'],
    ['(-0.05)::DECIMAL(12,2)', '-0.05'],
    ["'-12345678901234567890123456789.123456789'::DECIMAL(38,9)", '-12345678901234567890123456789.123456789'],
    ['7::DECIMAL(38,0)', '7'],
    ['0.1::DOUBLE', '0.1'],
    ['1e300::DOUBLE', '1e+300'],
    ["'nan'::DOUBLE", 'NaN'],
    ["'-inf'::FLOAT", '-Infinity'],
    ['true', 'true'],
    ["DATE '0001-01-01'", '0001-01-01'],
    ["DATE '2024-02-29'", '2024-02-29'],
    ["DATE '9999-12-31'", '9999-12-31'],
    ["TIMESTAMPTZ '2026-10-25 00:30:00.000001+00'", '2026-10-25 00:30:00.000001+00'],
    ["TIMESTAMPTZ '1899-12-31 23:59:59.999999+00'", '1899-12-31 23:59:59.999999+00'],
    ["TIMESTAMP '2026-10-25 02:30:00'", '2026-10-25 02:30:00.000000'],
    ["TIMESTAMP_NS '1969-12-31 23:59:59.123456789'", '1969-12-31 23:59:59.123456'],
    ["TIMESTAMP_MS '2026-10-25 02:30:00.125'", '2026-10-25 02:30:00.125000'],
    ["TIME '23:59:59.5'", '23:59:59.500000'],
    ["'\\x00\\xFF'::BLOB", 'AP8='],
    ['\'ab,"c"\'', 'ab,"c"'],
    ["''", ''],
    ["uuid '12345678-1234-5678-1234-56789abcdef0'", '12345678-1234-5678-1234-56789abcdef0'],
    ['\'{"a": 1.0}\'::JSON', '{"a": 1.0}'],
    ['[1, NULL, 3]', '[1,null,3]'],
    ['[]::INTEGER[]', '[]'],
    ["[['a\"b'], NULL, []]", '[["a\\"b"],null,[]]'],
    ["{'x': 1.10::DECIMAL(3,2), 'y': {'z': DATE '2026-01-01'}}", '{"x":1.10,"y":{"z":"2026-01-01"}}'],
    ["[{'x': NULL::INTEGER, 'y': 'q'}]", '[{"x":null,"y":"q"}]'],
    ["MAP {10: 'ten', 2: 'two'}", '[{"key":10,"value":"ten"},{"key":2,"value":"two"}]'],
    ["['nan'::DOUBLE, 1.5]", '["NaN",1.5]'],
  ])('%s as %j', async (expression, text) => {
    expect(await textOf(expression)).toBe(text);
    expect(await textOf(expression, ['PARQUET_VERSION v2', 'COMPRESSION zstd'])).toBe(text);
  });

  test('of a type that only other writers use', async () => {
    const file = parquetWriteBuffer({
      columnData: [
        { name: 'a', data: [new Date('2026-10-25T00:30:00.125Z'), null], type: 'TIMESTAMP', nullable: true },
        { name: 'b', data: [{ k: [1, 2.5] }, null], type: 'JSON', nullable: true },
      ],
    });
    const { clean } = await read(Buffer.from(file), parquet);
    expect(parseClean(clean)).toEqual([
      ['2026-10-25 00:30:00.125000+00', '{"k":[1,2.5]}', null, '1'],
      [null, null, null, '2'],
    ]);
  });
});
