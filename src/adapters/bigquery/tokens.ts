/** Comments, texts in all their forms, quoted identifiers, parameters; `@@name` is a variable of the system. */
const TOKENS = new RegExp(
  [
    '--[^\\n]*',
    '#[^\\n]*',
    '/\\*[\\s\\S]*?\\*/',
    "'''(?:\\\\[\\s\\S]|(?!''')[\\s\\S])*'''",
    '"""(?:\\\\[\\s\\S]|(?!""")[\\s\\S])*"""',
    "'(?:\\\\[\\s\\S]|[^'\\\\])*'",
    '"(?:\\\\[\\s\\S]|[^"\\\\])*"',
    '`(?:\\\\[\\s\\S]|[^`\\\\])*`',
    '@@[A-Za-z_][\\w.]*',
    '@[A-Za-z_]\\w*',
  ].join('|'),
  'g',
);

interface Replacements {
  /** Gets the identifier with its backticks. */
  readonly identifier: (token: string) => string;
  /** Gets the name without `@`. */
  readonly parameter: (name: string) => string;
}

/** GoogleSQL with its quoted identifiers and parameters replaced, and nothing else touched. */
export function replaceTokens(sql: string, { identifier, parameter }: Replacements): string {
  return sql.replace(TOKENS, (token) => {
    if (token.startsWith('`')) return identifier(token);
    return /^@[A-Za-z_]/.test(token) ? parameter(token.slice(1)) : token;
  });
}

const LEADING = /^(?:\s+|--[^\n]*|#[^\n]*|\/\*[\s\S]*?\*\/|\()*/;

/** The word that says what a statement does, in upper case: `SELECT`, `INSERT`, `CREATE`. */
export function firstWord(sql: string): string {
  const rest = sql.slice(LEADING.exec(sql)?.[0].length ?? 0);
  return (/^[A-Za-z_]+/.exec(rest)?.[0] ?? '').toUpperCase();
}
