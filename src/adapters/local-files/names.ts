import path from 'node:path';
import { flawOfObjectName } from '../../core/object-name';
import { ObjectError } from '../../ports/objects';

/** Names are refused, not repaired: a repaired name would be another object than the one that was asked for. */
export function checkName(name: string): void {
  const reason = flawOfObjectName(name);
  if (reason) throw new ObjectError('invalid_name', `The object name ${JSON.stringify(name)} ${reason}.`);
}

/** The file of an object. @throws {ObjectError} `invalid_name` */
export function fileOf(folder: string, name: string): string {
  checkName(name);
  return path.join(folder, ...name.split('/'));
}
