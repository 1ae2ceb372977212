/** What a statement is to bring about, asked of the reference as a query: it answers queries only. */

export interface Expectation {
  /** GoogleSQL of the rows to be found afterwards. */
  readonly query: string;
  /** DuckDB SQL that reads them; absent where the statement answers itself. */
  readonly readBack?: string;
  /** A statement that has to fail unless the query's one value is TRUE. */
  readonly asserts?: boolean;
  /** The table that the statement creates. */
  readonly creates?: string;
}

type Columns = (table: string) => readonly string[];

/** `columns` tells those of a table that exists. @throws {Error} for a statement that has no such query. */
export function expectationOf(sql: string, columns: Columns): Expectation {
  const text = sql.trim();
  const rule = RULES.find(([pattern]) => pattern.test(text));
  const found = rule?.[0].exec(text)?.slice(1);
  if (!rule || !found) throw new Error(`No expectation is known for: ${text.slice(0, 80)}`);
  return rule[1](found, columns);
}

type Rule = readonly [RegExp, (parts: readonly string[], columns: Columns) => Expectation];

const RULES: readonly Rule[] = [
  [/^((?:SELECT|WITH)\b.*)$/s, ([query = '']) => ({ query })],
  [
    /^CREATE OR REPLACE (?:TABLE|VIEW) `([^`]+)` AS\s+(.*)$/s,
    ([table = '', query = '']) => ({ query, readBack: `SELECT * FROM ${duckName(table)}`, creates: table }),
  ],
  [
    /^INSERT INTO `([^`]+)` \(([^)]*)\)\s+VALUES \((.*)\)$/s,
    ([table = '', list = '', values = '']) => inserted(table, list, `SELECT ${values}`),
  ],
  [
    /^INSERT INTO `([^`]+)` \(([^)]*)\)\s+(.*)$/s,
    ([table = '', list = '', query = '']) => inserted(table, list, query),
  ],
  [
    /^DELETE FROM `([^`]+)`( AS \w+)? WHERE (.*)$/s,
    ([table = '', alias = '', condition = ''], columns) =>
      whole(
        table,
        columns(table).map(googleName).join(', '),
        `SELECT ${columns(table).map(googleName).join(', ')} FROM \`${table}\`${alias} WHERE (${condition}) IS NOT TRUE`,
      ),
  ],
  [
    /^ASSERT (.*?)(?: AS '[^']*')?$/s,
    ([condition = '']) => ({ query: `SELECT ${condition} AS assertion`, asserts: true }),
  ],
];

function inserted(table: string, list: string, query: string): Expectation {
  return whole(table, list, `SELECT ${list} FROM \`${table}\` UNION ALL (${query})`);
}

function whole(table: string, list: string, query: string): Expectation {
  const names = list.split(',').map((name) => duckName(name.trim().replaceAll('`', '')));
  return { query, readBack: `SELECT ${names.join(', ')} FROM ${duckName(table)}` };
}

function googleName(name: string): string {
  return `\`${name}\``;
}

function duckName(path: string): string {
  return path
    .split('.')
    .map((part) => `"${part}"`)
    .join('.');
}
