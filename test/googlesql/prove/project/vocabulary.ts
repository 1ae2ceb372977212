/** Texts that a project's own SQL compares its columns with: what made-up rows have to say to get anywhere. */

/** By column name; each text a GoogleSQL literal. */
export type Vocabulary = ReadonlyMap<string, readonly string[]>;

/** `kind IN ('sale', 'return')`, `kind = 'sale'`. */
const COMPARISON = /`?(\w+)`?\)?\s*(?:=|!=|<>|IN)\s*\(?\s*((?:'[^'\n]*'(?:\s*,\s*)?)+)/g;

/** ``REGEXP_CONTAINS(`product_id`, '^P[0-9]{4}$')`` */
const PATTERN = /REGEXP_CONTAINS\(`(\w+)`, '([^']*)'\)/g;

export function vocabularyOf(texts: readonly string[]): Vocabulary {
  const found = new Map<string, Set<string>>();
  const learn = (column: string, literals: readonly string[]) => {
    const name = column.replace(/^_typed_/, '');
    found.set(name, new Set([...(found.get(name) ?? []), ...literals]));
  };
  for (const text of texts) {
    for (const [, column = '', list = ''] of text.matchAll(COMPARISON))
      learn(column, list.match(/'[^']*'/g) ?? []);
    for (const [, column = '', pattern = ''] of text.matchAll(PATTERN)) learn(column, matching(pattern));
  }
  return new Map([...found].map(([name, literals]) => [name, [...literals]]));
}

/** Texts that a simple pattern of letters, classes and counts matches: P1111, P2222, P3333 for `^P[0-9]{4}$`. */
function matching(pattern: string): readonly string[] {
  const bare = pattern.replaceAll('\\\\', '\\').replace(/^\^|\$$/g, '');
  const texts = [1, 2, 3].map((n) =>
    bare.replace(
      /(\[0-9\]|\\d|\[A-Z\]|\[A-Z0-9\])(?:\{(\d+)(?:,\d*)?\}|[+*?])?/g,
      (_, set: string, count = '1') => member(set, n).repeat(Number(count)),
    ),
  );
  return texts.filter((text) => new RegExp(`^(?:${bare})$`).test(text)).map((text) => `'${text}'`);
}

function member(set: string, n: number): string {
  return /A/.test(set) ? String.fromCharCode(64 + n) : String(n);
}
