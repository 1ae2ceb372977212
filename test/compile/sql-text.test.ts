import fc from 'fast-check';
import {
  parametersOf,
  significantTokens,
  splitStatements,
  tablesNamedIn,
  tokens,
} from '../../src/compile/sql-text';

/** Pieces of which SQL is made, dangerous ones above all. */
const piece = fc.constantFrom(
  'SELECT',
  ' ',
  '\n',
  ';',
  '--',
  '#',
  '/*',
  '*/',
  "'",
  '"',
  "'''",
  '"""',
  '`',
  '\\',
  'r',
  'B',
  '@',
  '@@',
  'a_1',
  '1',
  '.5',
  '1e3',
  '(',
  ')',
  '-',
  'é',
);
const anyText = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));

/** Parts of a statement in which a `;` or a comment mark means nothing. */
const opaque = fc.constantFrom(
  "'a;b'",
  '"--;"',
  "r'\\;'",
  "'it\\';s'",
  "'''x'';\n'y'''",
  'rb"""a";"""',
  '`a;b`',
  '/* ; */',
  '-- ;\n',
  '# ;\n',
  "''",
  'x',
  '1.5',
  '@p',
  '<=',
);
const statement = fc.array(opaque, { maxLength: 6 }).map((parts) => ['SELECT', ...parts].join(' '));

test('every character is in exactly one token, whatever the text', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const all = tokens(text);
      expect(all.map((token) => token.text).join('')).toBe(text);
      expect(all.every((token) => text.startsWith(token.text, token.offset))).toBe(true);
    }),
  );
});

test('statements are split only where a semicolon is code, and keep the place where they begin', () => {
  fc.assert(
    fc.property(
      fc.array(statement, { maxLength: 5 }),
      fc.constantFrom(';', ';\n', ' ;;\n\n', ';-- ;\n'),
      (parts, between) => {
        const text = parts.map((part) => `${part}\n`).join(between);
        const found = splitStatements(text);
        expect(found.map(({ sql }) => significantTokens(sql))).toEqual(parts.map(significantTokens));
        for (const { sql, line, column } of found) {
          const at =
            text
              .split('\n')
              .slice(0, line - 1)
              .join('\n').length +
            (line > 1 ? 1 : 0) +
            column -
            1;
          expect(text.startsWith(sql, at)).toBe(true);
        }
      },
    ),
  );
});

test('layout, comments and the case of words change no fingerprint; texts and order do', () => {
  const one = "select  a -- why\n, 'X' from `t.u`";
  expect(significantTokens(one)).toEqual(significantTokens("SELECT A, 'X' FROM/* where */`t.u`"));
  expect(significantTokens(one)).not.toEqual(significantTokens("SELECT A, 'x' FROM `t.u`"));
  expect(significantTokens(one)).not.toEqual(significantTokens("SELECT 'X', A FROM `t.u`"));
});

test.each([
  ["SELECT '@a', @b -- @c\n, @start_date, `@d`, @b", ['@b', '@start_date', '@b']],
  ["SELECT 'open @a", []],
])('parameters are found in code only: %j', (text, names) => {
  expect(parametersOf(text).map((token) => token.text)).toEqual(names);
});

test('tables are backticked paths of two parts', () => {
  expect(
    tablesNamedIn("SELECT `a` FROM `silver.visits` JOIN `ref.x` ON '`no.table`' = `silver.visits`.b"),
  ).toEqual(['silver.visits', 'ref.x']);
});
