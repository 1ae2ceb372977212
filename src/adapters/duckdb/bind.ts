import type { BoundStatement, Value, Values } from '../../core/types';
import { duckLiteral } from '../../googlesql/duckdb/literal';
import { parseType } from '../../googlesql/types';
import { givenParameter, refuseUnknown, taskOf } from '../../ports/bound-values';
import { WarehouseError } from '../../ports/warehouse';
import { messageOf } from './failures';

/** Texts and quoted identifiers are passed over as wholes; only what is left can be a parameter. */
const TOKENS = /'(?:[^']|'')*'|"(?:[^"]|"")*"|\$[A-Za-z_]\w*/g;

/**
 * The DuckDB statements with every parameter replaced by a typed literal. Literals instead of prepared parameters,
 * because a statement may become several, and because the optimizer prunes by what it can see.
 * @throws {WarehouseError} `invalid`, naming the parameter that is missing, unknown or of another type
 */
export function bind({ statement, values }: BoundStatement): readonly string[] {
  refuseUnknown(statement.params, values);
  return statement.duckdb.map((sql) =>
    sql.replace(TOKENS, (token) => boundToken(token, statement.params, values)),
  );
}

/** The one DuckDB statement of a query. @throws {WarehouseError} `invalid` when it is not one */
export function bindQuery(bound: BoundStatement): string {
  const [sql, ...rest] = bind(bound);
  if (sql !== undefined && rest.length === 0) return sql;
  throw new WarehouseError(
    'invalid',
    `A query is one DuckDB statement; this one has ${rest.length + (sql ? 1 : 0)}.`,
  );
}

function boundToken(token: string, params: Readonly<Record<string, string>>, values: Values): string {
  if (token.startsWith("'")) return token;
  if (token.startsWith('"')) return token.replaceAll('{task}', () => taskOf(values));
  const name = token.slice(1);
  const { type, value } = givenParameter(name, params, values);
  return literal(name, type, value);
}

function literal(name: string, type: string, value: Value): string {
  try {
    return type === 'DATES' ? dateList(value) : duckLiteral(value, parseType(type));
  } catch (cause) {
    throw new WarehouseError('invalid', `The parameter ${name} (${type}): ${messageOf(cause)}`, { cause });
  }
}

/** For `IN (…)`, which cannot be empty: a NULL matches nothing. */
function dateList(value: Value): string {
  if (!Array.isArray(value)) throw new TypeError(`${JSON.stringify(value)} is no list of dates`);
  const dates: readonly Value[] = value.length > 0 ? value : [null];
  return dates.map((date) => duckLiteral(date, { kind: 'DATE' })).join(', ');
}
