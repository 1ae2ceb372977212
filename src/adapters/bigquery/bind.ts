import type { BoundStatement, Value } from '../../core/types';
import { parseType } from '../../googlesql/types';
import { givenParameter, refuseUnknown, taskOf } from '../../ports/bound-values';
import { WarehouseError } from '../../ports/warehouse';
import { parameterType, parameterValue } from './parameters';
import type { QueryParameter } from './resources';
import { replaceTokens } from './tokens';

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/**
 * The parameters of one job. Statements of a script share them: a name that is bound to two values in two statements
 * becomes two parameters.
 */
export class JobParameters {
  readonly #parameters = new Map<string, QueryParameter>();

  get list(): readonly QueryParameter[] {
    return [...this.#parameters.values()];
  }

  /** @returns the name under which the job has the value */
  add(wanted: string, content: Omit<QueryParameter, 'name'>): string {
    for (let suffix = 1; ; suffix++) {
      const name = suffix === 1 ? wanted : `${wanted}_${suffix}`;
      const known = this.#parameters.get(name);
      if (!known) this.#parameters.set(name, { name, ...content });
      if (!known || JSON.stringify(known) === JSON.stringify({ name, ...content })) return name;
    }
  }
}

/**
 * The text of a statement for a job. Dates become literals, checked and typed, since what prunes partitions must stand
 * in the text (and a DELETE of whole partitions by a literal list reads nothing); everything else becomes a named,
 * typed query parameter.
 * @throws {WarehouseError} `invalid`, naming the parameter that is missing, unknown or of another type
 */
export function bind({ statement, values }: BoundStatement, parameters: JobParameters): string {
  const { params } = statement;
  refuseUnknown(params, values);
  return replaceTokens(statement.googlesql, {
    identifier: (token) => token.replaceAll('{task}', () => taskOf(values)),
    parameter: (name) => {
      const { type, value } = givenParameter(name, params, values);
      return bindOne(name, type, value, parameters);
    },
  });
}

function bindOne(name: string, type: string, value: Value, parameters: JobParameters): string {
  try {
    if (type === 'DATES') return dateList(value);
    if (type === 'DATE') return dateLiteral(value);
    const parsed = parseType(type);
    const content = { parameterType: parameterType(parsed), parameterValue: parameterValue(value, parsed) };
    return `@${parameters.add(name, content)}`;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new WarehouseError('invalid', `The parameter ${name} (${type}): ${reason}`, { cause });
  }
}

function dateLiteral(value: Value): string {
  if (value === null) return 'CAST(NULL AS DATE)';
  if (typeof value === 'string' && DATE.test(value)) return `DATE '${value}'`;
  throw new TypeError(`${JSON.stringify(value)} is no DATE`);
}

/** For `IN (…)`, which cannot be empty: a NULL matches nothing. */
function dateList(value: Value): string {
  if (!Array.isArray(value)) throw new TypeError(`${JSON.stringify(value)} is no list of dates`);
  return value.length === 0 ? dateLiteral(null) : value.map((date: Value) => dateLiteral(date)).join(', ');
}
