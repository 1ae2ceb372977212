import { rangeProblem } from './regex-class';

/**
 * Patterns are RE2's, in BigQuery and in DuckDB: what other engines have and RE2 lacks is refused here by name, since
 * nothing else would read the pattern before the first row does.
 */

/** Beginnings of groups that RE2 lacks. */
const LACKING: readonly (readonly [string, string])[] = [
  ['(?=', 'a lookahead'],
  ['(?!', 'a negative lookahead'],
  ['(?<=', 'a lookbehind'],
  ['(?<!', 'a negative lookbehind'],
  ['(?>', 'an atomic group'],
  ['(?#', 'a comment'],
  ['(?(', 'a condition'],
  ['(?P=', 'a backreference'],
];

const GROUP = /\((?:\?(?:P?<[A-Za-z_]\w*>|[imsU]*(?:-[imsU]+)?[:)]))?/y;
const GROUP_NAME = /^\(\?P?<(\w+)>$/;
const REPETITION = /[*+?]|\{(\d+)(?:,(\d*))?\}/y;
const CLASS_ESCAPE = String.raw`\\(?:[pP](?:\{\^?\w+\}|[A-Z])|x(?:\{[0-9A-Fa-f]+\}|[0-9A-Fa-f]{2})|0[0-7]{0,2}|[aftnrvdDsSwW]|[^A-Za-z0-9])`;
const NAMED_CLASS = String.raw`\[:\^?[a-z]+:\]`;
/** A `]` at the beginning is itself, as is a `[` that begins no named class. */
const CLASS = new RegExp(
  String.raw`\[(?:\^|(?!\^))(?:\]|(?!\]))(?:${NAMED_CLASS}|${CLASS_ESCAPE}|(?!${NAMED_CLASS})[^\]\\])*\]`,
  'y',
);
const ESCAPE =
  /\\(?:[pP](?:\{\^?\w+\}|[A-Z])|x(?:\{[0-9A-Fa-f]+\}|[0-9A-Fa-f]{2})|0[0-7]{0,2}|Q[\s\S]*?(?:\\E|$)|[AbBzaftnrvdDsSwWCE]|[^A-Za-z0-9])/y;
const MOST_REPETITIONS = 1000;

/** What may be repeated, and how often it has been already. */
type Before = 'nothing' | 'atom' | 'repetition' | 'lazy repetition';

/** What keeps a text from being a pattern of RE2, as the end of a sentence: `has a lookahead, (?=`; null if nothing. */
export function patternProblem(pattern: string): string | null {
  let depth = 0;
  let before: Before = 'nothing';
  const names = new Set<string>();
  for (let at = 0; at < pattern.length; ) {
    const token = tokenAt(pattern, at);
    if (token.problem !== undefined) return token.problem;
    const name = GROUP_NAME.exec(token.text)?.[1];
    if (name !== undefined && names.has(name)) return `has two groups called ${name}`;
    if (name !== undefined) names.add(name);
    if (token.kind === 'repetition') {
      const problem = repetitionProblem(token.text, before);
      if (problem) return problem;
      before = before === 'atom' ? 'repetition' : 'lazy repetition';
    } else if (token.kind === 'open' || token.kind === 'or') before = 'nothing';
    // Flags are nothing themselves: what stands before them is repeated.
    else if (token.kind !== 'flags' || before !== 'nothing') before = 'atom';
    if (token.kind === 'open') depth++;
    if (token.kind === 'close' && --depth < 0) return 'has a ) without its (';
    at += token.text.length;
  }
  return depth > 0 ? 'has a ( without its )' : null;
}

/** Groups that capture, of a pattern without problems. */
export function captureGroups(pattern: string): number {
  let groups = 0;
  for (let at = 0; at < pattern.length; ) {
    const { text } = tokenAt(pattern, at);
    if (/^\((?!\?[imsU:-])/.test(text)) groups++;
    at += text.length;
  }
  return groups;
}

interface Token {
  readonly kind: 'open' | 'close' | 'flags' | 'or' | 'repetition' | 'atom';
  readonly text: string;
  readonly problem?: string;
}

function tokenAt(pattern: string, at: number): Token {
  const first = pattern.charAt(at);
  if (first === '(') return groupAt(pattern, at);
  if (first === '[') return classAt(pattern, at);
  if (first === '\\') return { kind: 'atom', ...found(ESCAPE, pattern, at, escapeProblem(pattern, at)) };
  if (first === ')') return { kind: 'close', text: first };
  if (first === '|') return { kind: 'or', text: first };
  const repetition = matchAt(REPETITION, pattern, at);
  return repetition === undefined ? { kind: 'atom', text: first } : { kind: 'repetition', text: repetition };
}

function groupAt(pattern: string, at: number): Token {
  const lacking = LACKING.find(([opening]) => pattern.startsWith(opening, at));
  if (lacking) return { kind: 'open', text: lacking[0], problem: `has ${lacking[1]}, ${lacking[0]}` };
  const text = matchAt(GROUP, pattern, at) ?? '(';
  if (text === '(' && pattern.startsWith('(?', at))
    return { kind: 'open', text, problem: `has an unknown group, ${pattern.slice(at, at + 3)}` };
  return { kind: text.endsWith(')') ? 'flags' : 'open', text };
}

function classAt(pattern: string, at: number): Token {
  const { text, problem } = found(CLASS, pattern, at, classProblem(pattern, at));
  const wrong = problem ?? rangeProblem(text);
  return { kind: 'atom', text, ...(wrong !== null && { problem: wrong }) };
}

function classProblem(pattern: string, at: number): string {
  const escaped = /\\[1-9A-Za-z]/.exec(pattern.slice(at))?.[0];
  const closed = pattern.indexOf(']', at + 2) > 0;
  return closed && escaped ? `has an unknown escape between [ and ], ${escaped}` : 'has a [ without its ]';
}

function escapeProblem(pattern: string, at: number): string {
  const escaped = pattern.slice(at, at + 2);
  if (/\\[1-9kg]/.test(escaped)) return `has a backreference, ${escaped}`;
  return escaped === '\\' ? 'ends with a \\' : `has an unknown escape, ${escaped}`;
}

function repetitionProblem(text: string, before: Before): string | null {
  if (before === 'nothing') return `has a ${text} that repeats nothing`;
  const follows = before !== 'atom';
  if (follows && !(before === 'repetition' && text === '?'))
    return text === '+'
      ? 'has a possessive repetition, a + behind another'
      : `repeats a repetition, with ${text}`;
  const counts = [...text.matchAll(/\d+/g)].map(([digits]) => Number(digits));
  if (counts.some((count) => count > MOST_REPETITIONS)) return `repeats more than ${MOST_REPETITIONS} times`;
  return counts.length === 2 && (counts[0] ?? 0) > (counts[1] ?? 0) ? `has an empty range, ${text}` : null;
}

function matchAt(matcher: RegExp, pattern: string, at: number): string | undefined {
  matcher.lastIndex = at;
  return matcher.exec(pattern)?.[0];
}

function found(
  matcher: RegExp,
  pattern: string,
  at: number,
  problem: string,
): Pick<Token, 'text' | 'problem'> {
  const text = matchAt(matcher, pattern, at);
  return text === undefined ? { text: pattern.slice(at), problem } : { text };
}
