import type { BoundStatement } from '../../core/types';
import { WarehouseError } from '../../ports/warehouse';
import { bind, JobParameters } from './bind';
import type { QueryParameter } from './resources';
import { firstWord } from './tokens';

/** What one job runs. */
export interface Script {
  readonly sql: string;
  readonly parameters: readonly QueryParameter[];
  /** For each statement whether it changes rows, in order. */
  readonly changes: readonly boolean[];
  /** Several statements: the rows that each changed are the answer of the script, else a statistic of the job. */
  readonly answersCounts: boolean;
}

const DEFINES = /^(?:CREATE|DROP|ALTER)$/;
const CHANGES_ROWS = /^(?:INSERT|UPDATE|DELETE|MERGE|TRUNCATE)$/;
const COUNTS = 'ecluse_affected';

/**
 * Statements as one job: in one transaction, unless there is only one, which is a transaction by itself, or all of
 * them define tables: BigQuery's transactions hold no DDL, and such jobs only make scratch tables.
 * @throws {WarehouseError} `invalid` where definitions and changes are mixed, since that could not be undone together
 */
export function scriptOf(statements: readonly BoundStatement[]): Script {
  const parameters = new JobParameters();
  const texts = statements.map((statement) => bind(statement, parameters));
  const words = texts.map(firstWord);
  const changes = words.map((word) => CHANGES_ROWS.test(word));
  const single = texts.length === 1 ? texts[0] : undefined;
  const defines = words.filter((word) => DEFINES.test(word)).length;
  if (defines > 0 && defines < words.length) throw mixed(words);
  const common = { parameters: parameters.list, changes };
  if (single !== undefined) return { ...common, sql: single, answersCounts: false };
  if (defines > 0) return { ...common, sql: joined(texts), answersCounts: false };
  return { ...common, sql: transaction(texts, changes), answersCounts: true };
}

function mixed(words: readonly string[]): WarehouseError {
  return new WarehouseError(
    'invalid',
    `BigQuery's transactions hold no CREATE, DROP or ALTER, but the job is ${words.join(', ')}; make it two jobs.`,
  );
}

function transaction(texts: readonly string[], changes: readonly boolean[]): string {
  const counted = texts.flatMap((text, i) => (changes[i] ? [text, COUNT] : [text]));
  return joined([
    `DECLARE ${COUNTS} ARRAY<INT64> DEFAULT []`,
    'BEGIN TRANSACTION',
    ...counted,
    'COMMIT TRANSACTION',
    `SELECT ${COUNTS}`,
  ]);
}

const COUNT = `SET ${COUNTS} = ARRAY_CONCAT(${COUNTS}, [IFNULL(@@row_count, 0)])`;

/** A statement may end with a comment, hence the line feed before the semicolon. */
const joined = (texts: readonly string[]): string => texts.map((text) => `${text}\n;\n`).join('');
