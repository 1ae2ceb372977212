import type { Value, Values } from '../core/types';
import { WarehouseError } from './warehouse';

/** What every warehouse refuses alike before it runs a statement. */

type Params = Readonly<Record<string, string>>;

/** What a `{task}` may be, so that it needs no quoting inside an identifier. */
const TASK = /^[a-z0-9_]+$/;

/**
 * The identifier parameter belongs to a whole task: statements that do not use it may be given it.
 * @throws {WarehouseError} `invalid`
 */
export function refuseUnknown(params: Params, values: Values): void {
  const unknown = Object.keys(values).filter((name) => name !== 'task' && !Object.hasOwn(params, name));
  if (unknown.length === 0) return;
  const known = Object.keys(params).join(', ') || 'none';
  throw new WarehouseError(
    'invalid',
    `Unknown parameter ${unknown.join(', ')}; the statement has: ${known}.`,
  );
}

/** The text that stands for `{task}`. @throws {WarehouseError} `invalid` */
export function taskOf(values: Values): string {
  const task = givenValue('task', values);
  if (typeof task === 'string' && TASK.test(task)) return task;
  throw new WarehouseError(
    'invalid',
    `The parameter task is ${JSON.stringify(task)}; expected a text of a-z, 0-9, _.`,
  );
}

/** A parameter's type and value. @throws {WarehouseError} `invalid` when one of them is missing */
export function givenParameter(name: string, params: Params, values: Values): { type: string; value: Value } {
  const type = Object.hasOwn(params, name) ? params[name] : undefined;
  if (type === undefined) throw new WarehouseError('invalid', `The statement declares no parameter ${name}.`);
  return { type, value: givenValue(name, values) };
}

function givenValue(name: string, values: Values): Value {
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  if (value === undefined) throw new WarehouseError('invalid', `The parameter ${name} has no value.`);
  return value;
}
