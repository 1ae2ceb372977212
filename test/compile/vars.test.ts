import fc from 'fast-check';
import { parametersOf, significantTokens, tokens } from '../../src/compile/sql-text';
import { inlineVars } from '../../src/compile/vars';

const value = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }),
  fc.boolean(),
);
const piece = fc.constantFrom(
  'SELECT ',
  '@var_x',
  '@var_y',
  ' + ',
  '\n',
  "'@var_x'",
  '-- @var_x\n',
  '@start_date',
  ', ',
);
const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(' '));

describe('vars in a query', () => {
  test('become literals everywhere but in strings and comments, and nowhere else', () => {
    fc.assert(
      fc.property(text, value, value, (sql, x, y) => {
        const inlined = inlineVars(sql, { x, y });
        expect(inlined.unknown).toEqual([]);
        expect(parametersOf(inlined.sql).every((token) => token.text === '@start_date')).toBe(true);
        const kept = (of: string) =>
          tokens(of).filter(({ kind, text: part }) => kind === 'comment' || part === "'@var_x'");
        expect(kept(inlined.sql).map((token) => token.text)).toEqual(
          expect.arrayContaining(kept(sql).map((token) => token.text)),
        );
      }),
    );
  });

  test('know where everything stood before', () => {
    fc.assert(
      fc.property(text, value, value, (sql, x, y) => {
        const inlined = inlineVars(sql, { x, y });
        const outside = tokens(sql).filter(({ kind }) => kind === 'word');
        const words = tokens(inlined.sql).filter(
          ({ kind, text: word }) => kind === 'word' && word === 'SELECT',
        );
        expect(words.map(({ offset }) => inlined.original(offset))).toEqual(
          outside.map(({ offset }) => offset),
        );
      }),
    );
  });

  test('cannot end the literal that they are in', () => {
    fc.assert(
      fc.property(fc.string(), (x) => {
        const inlined = inlineVars('SELECT @var_x AS x', { x });
        expect(significantTokens(inlined.sql)).toHaveLength(4);
      }),
    );
  });

  test.each([
    ['text', "it's", String.raw`'it\'s'`],
    ['whole numbers', 5, '5'],
    ['fractions', 0.25, "NUMERIC '0.25'"],
    ['truth', true, 'TRUE'],
  ])('of %s are typed by what they are', (_what, x, literal) => {
    expect(inlineVars('@var_x', { x }).sql).toBe(literal);
  });

  test('that the project does not have are told with their places', () => {
    const { unknown } = inlineVars('SELECT @var_x, @nope, @@nope, @var_constructor', { x: 1 });
    expect(unknown).toEqual([
      { text: '@nope', offset: 15 },
      { text: '@@nope', offset: 22 },
      { text: '@var_constructor', offset: 30 },
    ]);
  });
});
