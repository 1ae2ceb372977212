/** Texts, comments and quoted identifiers are passed over as wholes; what is left can end a statement. */
const TOKENS =
  /--[^\n]*|#[^\n]*|\/\*[\s\S]*?\*\/|'''(?:\\[\s\S]|(?!''')[\s\S])*'''|"""(?:\\[\s\S]|(?!""")[\s\S])*"""|'(?:\\[\s\S]|[^'\\])*'|"(?:\\[\s\S]|[^"\\])*"|`(?:\\[\s\S]|[^`\\])*`|;|[^'"`;#/-]+|[\s\S]/g;

/** The statements of a script, without what separates them. */
export function splitScript(sql: string): string[] {
  const statements = [''];
  for (const [token] of sql.matchAll(TOKENS)) {
    if (token === ';') statements.push('');
    else statements.push(`${statements.pop()}${token}`);
  }
  return statements.map((statement) => statement.trim()).filter((statement) => statement !== '');
}

/** What a job asks for: statements, in a transaction or not, and whether it answers the rows that each changed. */
export interface ReadScript {
  readonly statements: readonly string[];
  readonly isTransaction: boolean;
  readonly answersCounts: boolean;
  /** For each statement whether its count is kept. */
  readonly counted: readonly boolean[];
}

const DECLARE = /^DECLARE (\w+) ARRAY<INT64> DEFAULT \[\]$/;
const COUNT = /^SET (\w+) = ARRAY_CONCAT\(\1, \[IFNULL\(@@row_count, 0\)\]\)$/;

/** The little of BigQuery's procedural language that is emulated: one transaction and a list of counts. */
export function readScript(sql: string): ReadScript {
  const all = splitScript(sql);
  const variable = DECLARE.exec(all[0] ?? '')?.[1];
  const statements: string[] = [];
  const counted: boolean[] = [];
  for (const statement of all) {
    if (COUNT.test(statement)) counted[counted.length - 1] = true;
    if (isProcedural(statement, variable)) continue;
    statements.push(statement);
    counted.push(false);
  }
  const isTransaction = all.includes('BEGIN TRANSACTION') && all.includes('COMMIT TRANSACTION');
  return { statements, isTransaction, counted, answersCounts: variable !== undefined };
}

const isProcedural = (statement: string, variable: string | undefined): boolean =>
  /^(?:BEGIN|COMMIT) TRANSACTION$/.test(statement) ||
  DECLARE.test(statement) ||
  COUNT.test(statement) ||
  (variable !== undefined && statement === `SELECT ${variable}`);
