/** Regular expressions: both engines are RE2, so patterns mean the same; what is returned differs. */
import { quoteText } from '../literal';
import { bindOnce } from '../sharing';
import type { Call } from './call';
import { differs, type Entries, only } from './entry';

export const REGEXPS: Entries = {
  // Whether there is a match does not depend on groups.
  regexp_contains: text('', (c) => `regexp_matches(${c.arg(0)}, ${quoteText(c.text(1))})`),
  regexp_replace: text("all matches; DuckDB's default is the first", replace),
  regexp_extract: text("NULL without a match; DuckDB gives ''", extract),
  regexp_substr: text("NULL without a match; DuckDB gives ''", extract),
  regexp_extract_all: text('', (c) => {
    const { sql, groups } = pattern(c);
    return `regexp_extract_all(${c.arg(0)}, ${sql}, ${groups})`;
  }),
  regexp_instr: text('DuckDB has no such function', instr),
};

function text(how: string, sql: (c: Call) => string) {
  return only(['STRING', 'INT64'], differs(how, sql));
}

interface Pattern {
  readonly sql: string;
  /** Number of capture groups, 0 or 1. */
  readonly groups: number;
}

function pattern(c: Call): Pattern {
  const source = c.text(1);
  const groups = countGroups(source);
  if (groups > 1)
    return c.refuse('with more than one capture group is not supported', 'Use (?:…) for the others');
  if (groups === 1 && /\([^()]*\)[?*]|\||\)\{0/.test(source))
    return c.refuse(
      'with a capture group that may stay empty is not supported',
      'Make the group match always, or none at all',
    );
  return { sql: quoteText(source), groups };
}

/** Groups that capture: `(` and `(?P<name>`; not `(?:` or `(?i)`, not escaped, not inside `[…]`. */
function countGroups(source: string): number {
  const bare = source.replace(/\\./gs, '').replace(/\[\^?\]?[^\]]*\]/g, '');
  return (bare.match(/\((?!\?)|\(\?P?</g) ?? []).length;
}

function extract(c: Call): string {
  if (c.has(2)) return c.refuse('with a position is not supported', 'Use SUBSTR on the text first');
  const { sql, groups } = pattern(c);
  return bindOnce(
    [c.arg(0)],
    ([x]) => `CASE WHEN regexp_matches(${x}, ${sql}) THEN regexp_extract(${x}, ${sql}, ${groups}) END`,
  );
}

function replace(c: Call): string {
  const source = c.text(1);
  const rewrite = c.text(2);
  const references = [...rewrite.matchAll(/\\(.?)/gs)].map((match) => match[1] ?? '');
  if (references.some((reference) => !/[0-9\\]/.test(reference)))
    return c.refuse(
      'with that escape in the replacement is an error',
      'Use \\1 to \\9 for groups and \\\\ for a backslash',
    );
  if (references.some((reference) => /[0-9]/.test(reference) && Number(reference) > countGroups(source)))
    return c.refuse(
      'refers to a group that the pattern does not have',
      'Put the part to be kept in parentheses',
    );
  return `regexp_replace(${c.arg(0)}, ${quoteText(source)}, ${quoteText(rewrite)}, 'g')`;
}

function instr(c: Call): string {
  const { sql, groups } = pattern(c);
  if (c.has(2) || groups > 0)
    return c.refuse(
      'with a position or a group is not supported',
      'Use SUBSTR on the text first, and (?:…) for groups',
    );
  return c.macro('bq_regexp_instr', c.arg(0), sql);
}
