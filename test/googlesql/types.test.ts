import fc from 'fast-check';
import { duckLiteral } from '../../src/googlesql/duckdb/literal';
import { duckType, parseType, printType, SCALAR_KINDS, type SqlType } from '../../src/googlesql/types';

const { type } = fc.letrec<{ type: SqlType }>((tie) => ({
  type: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(...SCALAR_KINDS.filter((kind) => kind !== 'ENUM')).map((kind): SqlType => ({ kind })),
    tie('type').map((element): SqlType => ({ kind: 'ARRAY', element })),
    fc
      .array(fc.record({ name: fc.stringMatching(/^[a-z_][a-z0-9_]{0,8}$/), type: tie('type') }), {
        minLength: 1,
        maxLength: 4,
      })
      .map((fields): SqlType => ({ kind: 'STRUCT', fields })),
  ),
}));

describe('types', () => {
  test('what is printed parses to the same type', () => {
    fc.assert(fc.property(type, (sqlType) => expect(parseType(printType(sqlType))).toEqual(sqlType)));
  });

  test('aliases of BigQuery are understood', () => {
    expect(printType(parseType('array<struct<a integer, `b` decimal>>'))).toBe(
      'ARRAY<STRUCT<a INT64, b NUMERIC>>',
    );
  });

  test('a type that DuckDB cannot hold is refused with a remedy', () => {
    expect(() => duckType({ kind: 'BIGNUMERIC' })).toThrow('The type BIGNUMERIC is not supported.');
    expect(() => parseType('ARRAY<')).toThrow('"ARRAY<" is not a GoogleSQL type.');
  });
});

describe('literals', () => {
  test('text cannot leave its quotes', () => {
    expect(duckLiteral("it's'; DROP TABLE x", { kind: 'STRING' })).toBe("'it''s''; DROP TABLE x'");
  });

  test('a struct is written by field name or by position', () => {
    const struct = parseType('STRUCT<a INT64, b STRING>');
    const literal = `struct_pack("a" := CAST(1 AS BIGINT), "b" := 'x')`;
    expect(duckLiteral({ b: 'x', a: 1 }, struct)).toBe(literal);
    expect(duckLiteral(['1', 'x'], struct)).toBe(literal);
  });

  test('a value of another type is an error, not a guess', () => {
    expect(() => duckLiteral('1; DROP', { kind: 'INT64' })).toThrow('"1; DROP" is no INT64');
    expect(() => duckLiteral(1.5, { kind: 'INT64' })).toThrow('1.5 is no INT64');
    expect(() => duckLiteral(true, { kind: 'DATE' })).toThrow('true is no DATE');
  });
});
