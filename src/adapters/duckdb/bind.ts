import type { BoundStatement, Value, Values } from '../../core/types';
import { duckLiteral } from '../../googlesql/duckdb/literal';
import { parseType } from '../../googlesql/types';
import { WarehouseError } from '../../ports/warehouse';
import { messageOf } from './failures';

/** What a `{task}` may be, so that it needs no quoting inside an identifier. */
const TASK = /^[a-z0-9_]+$/;

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

/** The identifier parameter belongs to a whole task: statements that do not use it may be given it. */
function refuseUnknown(params: Readonly<Record<string, string>>, values: Values): void {
  const unknown = Object.keys(values).filter((name) => name !== 'task' && !Object.hasOwn(params, name));
  if (unknown.length === 0) return;
  const known = Object.keys(params).join(', ') || 'none';
  throw new WarehouseError(
    'invalid',
    `Unknown parameter ${unknown.join(', ')}; the statement has: ${known}.`,
  );
}

function boundToken(token: string, params: Readonly<Record<string, string>>, values: Values): string {
  if (token.startsWith("'")) return token;
  if (token.startsWith('"')) return token.replaceAll('{task}', () => taskOf(values));
  const name = token.slice(1);
  const type = Object.hasOwn(params, name) ? params[name] : undefined;
  if (type === undefined) throw new WarehouseError('invalid', `The statement declares no parameter ${name}.`);
  return literal(name, type, givenValue(name, values));
}

function taskOf(values: Values): string {
  const task = givenValue('task', values);
  if (typeof task === 'string' && TASK.test(task)) return task;
  throw new WarehouseError(
    'invalid',
    `The parameter task is ${JSON.stringify(task)}; expected a text of a-z, 0-9, _.`,
  );
}

function givenValue(name: string, values: Values): Value {
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  if (value === undefined) throw new WarehouseError('invalid', `The parameter ${name} has no value.`);
  return value;
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
