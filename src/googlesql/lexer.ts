/** GoogleSQL text as tokens: what stands where, without knowing what it means. */
export type TokenKind =
  | 'space'
  | 'comment'
  | 'string'
  | 'identifier'
  | 'parameter'
  | 'number'
  | 'word'
  | 'symbol';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** UTF-16 offset in the text. */
  readonly offset: number;
}

/** In order of trial. Strings: raw and bytes prefixes, triple quotes before single ones; an unclosed one ends with the text. */
const PATTERNS: readonly (readonly [TokenKind, RegExp])[] = [
  ['space', /\s+/y],
  ['comment', /--[^\n]*|#[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y],
  ['string', /[rRbB]{0,2}(?:"""(?:[^\\]|\\[\s\S])*?(?:"""|$)|'''(?:[^\\]|\\[\s\S])*?(?:'''|$))/y],
  ['string', /[rRbB]{0,2}(?:"(?:[^"\\\n]|\\[\s\S])*"?|'(?:[^'\\\n]|\\[\s\S])*'?)/y],
  ['identifier', /`(?:[^`\\]|\\[\s\S])*`?/y],
  ['parameter', /@@?[A-Za-z_]\w*/y],
  ['number', /\d[\w.]*|\.\d[\w]*/y],
  ['word', /[A-Za-z_]\w*/y],
  ['symbol', /[\s\S]/y],
];

/** Every character of the text is in exactly one token. */
export function tokens(text: string): Token[] {
  const result: Token[] = [];
  for (let offset = 0; offset < text.length; ) {
    const token = tokenAt(text, offset);
    result.push(token);
    offset += token.text.length;
  }
  return result;
}

function tokenAt(text: string, offset: number): Token {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = offset;
    const found = pattern.exec(text)?.[0];
    if (found) return { kind, text: found, offset };
  }
  throw new Error(`No token at offset ${offset}`);
}

/** Neither space nor comment. */
export const isCode = ({ kind }: Token): boolean => kind !== 'space' && kind !== 'comment';
