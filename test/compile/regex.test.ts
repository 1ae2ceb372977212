import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { captureGroups, patternProblem } from '../../src/compile/project/regex';

describe('a pattern', () => {
  test.each([
    '',
    '^S[0-9]{2}-[0-9]$',
    '(?i)abc',
    '(?P<year>\\d{4})-(?<month>\\d\\d)',
    '(?:a|b)+?',
    '[]a]',
    '[^]\\]]+',
    '[[:alpha:]_]*',
    '[a-][-a][]-a][+--][\\x41-\\x{5A}\\d-z]',
    '\\pL\\p{Greek}\\x{10FFFF}\\x41',
    '\\Qa(b\\E+',
    'a{2,}b{,3}c{x}',
    '(?i:a)(?-s:b)(?im-s)c',
    '\\/\\-\\.',
    '{',
  ])('of RE2 is accepted: %s', (pattern) => {
    expect(patternProblem(pattern)).toBeNull();
  });

  test.each([
    ['(?=a)', 'has a lookahead, (?='],
    ['(?!a)', 'has a negative lookahead, (?!'],
    ['(?<=a)b', 'has a lookbehind, (?<='],
    ['(?<!a)b', 'has a negative lookbehind, (?<!'],
    ['(?>a)', 'has an atomic group, (?>'],
    ['(a)\\1', 'has a backreference, \\1'],
    ['(?P<x>a)(?P=x)', 'has a backreference, (?P='],
    ['\\k<x>', 'has a backreference, \\k'],
    ['(?#note)a', 'has a comment, (?#'],
    ['(?(1)a)', 'has a condition, (?('],
    ['(?y)a', 'has an unknown group, (?y'],
    ['a++', 'has a possessive repetition, a + behind another'],
    ['a**', 'repeats a repetition, with *'],
    ['*a', 'has a * that repeats nothing'],
    ['(|+)', 'has a + that repeats nothing'],
    ['a{3,2}', 'has an empty range, {3,2}'],
    ['a{1001}', 'repeats more than 1000 times'],
    ['(a', 'has a ( without its )'],
    ['a)', 'has a ) without its ('],
    ['[^b-a]', 'has an empty range, b-a'],
    ['[a-\\d]', 'has a range that ends with \\d, which is no character'],
    ['(?P<x>a)(?<x>b)', 'has two groups called x'],
    ['[a', 'has a [ without its ]'],
    ['a\\', 'ends with a \\'],
    ['\\y', 'has an unknown escape, \\y'],
  ])('that RE2 lacks is refused by name: %s %s', (pattern, problem) => {
    expect(patternProblem(pattern)).toBe(problem);
  });

  test.each([
    ['a(b)(?:c)(?P<d>d)(?<e>e)(?i)', 3],
    ['[(]\\(\\Q(\\E', 0],
  ])('captures with its groups only: %s', (pattern, groups) => {
    expect(captureGroups(pattern)).toBe(groups);
  });

  test('that is accepted is accepted by RE2', async () => {
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const piece = fc.constantFrom(
      ...[
        'a',
        'b',
        '(',
        '(?:',
        '(?P<n>',
        ')',
        '[',
        ']',
        '^',
        '|',
        '*',
        '+',
        '?',
        '{2}',
        '{2,1}',
        '\\d',
        '\\1',
      ],
      ...['(?=', '(?<!', '(?i)', '.', '$', '\\', '[:alpha:]', '\\pL', '\\x41', ','],
    );
    const patterns = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
    await fc.assert(
      fc.asyncProperty(patterns, async (pattern) => {
        const statement = await connection.prepare('SELECT regexp_matches(CAST($1 AS VARCHAR), $2)');
        statement.bindVarchar(1, 'a');
        statement.bindVarchar(2, pattern);
        const run = await statement.run().then(
          () => null,
          (error: unknown) => String(error),
        );
        const known = /invalid character class|duplicate capture group/i.test(run ?? '');
        if (!known) expect([pattern, patternProblem(pattern) === null]).toEqual([pattern, run === null]);
      }),
      { numRuns: 1000 },
    );
    connection.closeSync();
  }, 30_000);
});
