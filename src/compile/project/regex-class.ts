const MEMBER =
  /\[:\^?[a-z]+:\]|\\[pP](?:\{\^?\w+\}|[A-Z])|\\x(?:\{[0-9A-Fa-f]+\}|[0-9A-Fa-f]{2})|\\0[0-7]{0,2}|\\?[\s\S]/uy;
const SET = /^(?:\[:|\\[pPdDsSwW])/;
const NAMED: Readonly<Record<string, string>> = { a: '\x07', f: '\f', t: '\t', n: '\n', r: '\r', v: '\v' };

/**
 * What is wrong with the ranges of a class such as `[a-z]`, as the end of a sentence; null if nothing.
 * @param text from its `[` to its `]`
 */
export function rangeProblem(text: string): string | null {
  const members = membersOf(text.replace(/^\[\^?/, '').slice(0, -1));
  for (let at = 0; at < members.length; at++) {
    const [from = '', dash, to] = members.slice(at, at + 3);
    if (dash !== '-' || to === undefined || SET.test(from)) continue;
    if (SET.test(to)) return `has a range that ends with ${to}, which is no character`;
    if (codeOf(from) > codeOf(to)) return `has an empty range, ${from}-${to}`;
    at += 2;
  }
  return null;
}

function membersOf(inside: string): string[] {
  const members: string[] = [];
  MEMBER.lastIndex = 0;
  for (let found = MEMBER.exec(inside); found; found = MEMBER.exec(inside)) members.push(found[0]);
  return members;
}

/** The code point of a character, as it stands or escaped. */
function codeOf(member: string): number {
  const hexadecimal = /^\\x\{?([0-9A-Fa-f]+)/.exec(member)?.[1];
  if (hexadecimal !== undefined) return Number.parseInt(hexadecimal, 16);
  const octal = /^\\0([0-7]*)$/.exec(member)?.[1];
  if (octal !== undefined) return Number.parseInt(octal || '0', 8);
  const plain = member.length > 1 ? member.replace(/^\\/, '') : member;
  const character = member.startsWith('\\') ? (NAMED[plain] ?? plain) : plain;
  return character.codePointAt(0) ?? 0;
}
