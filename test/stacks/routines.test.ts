import { parseFunction } from '../../stacks/warehouse/routines';

const FILE = 'sql/functions/f.sql';

describe('a function of the project', () => {
  test('becomes a routine with its arguments, the type of its result and its body', () => {
    const sql = [
      '-- The price without tax.',
      'CREATE FUNCTION `fn.net_price`(gross NUMERIC, parts ARRAY<STRUCT<rate NUMERIC, name STRING>>)',
      'RETURNS NUMERIC AS (',
      '  gross / (1 + `fn.sum_of`(parts))',
      ')',
    ].join('\n');
    expect(parseFunction(sql, FILE)).toEqual({
      dataset: 'fn',
      name: 'net_price',
      arguments: [
        { name: 'gross', type: 'NUMERIC' },
        { name: 'parts', type: 'ARRAY<STRUCT<rate NUMERIC, name STRING>>' },
      ],
      returns: 'NUMERIC',
      body: 'gross / (1 + `fn.sum_of`(parts))',
    });
  });

  test('needs neither arguments nor a declared result', () => {
    expect(parseFunction('CREATE OR REPLACE FUNCTION `fn.one`() AS (1);', FILE)).toEqual({
      dataset: 'fn',
      name: 'one',
      arguments: [],
      body: '1',
    });
  });

  test.each([
    ['SELECT 1', 'expected CREATE FUNCTION fn.name(argument TYPE, …)'],
    ['CREATE FUNCTION `fn.f`(x) AS (x)', 'argument x has no type. Write name TYPE.'],
  ])('is refused as %s, with the file and what was expected', (sql, message) => {
    expect(() => parseFunction(sql, FILE)).toThrow(`${FILE}: ${message}`);
  });
});
