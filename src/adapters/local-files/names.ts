import { Buffer } from 'node:buffer';
import path from 'node:path';
import { ObjectError } from '../../ports/objects';

/**
 * Names that would leave their bucket, hide from `list` or mean two things on a file system are refused, not
 * repaired: a repaired name would be another object than the one that was asked for.
 */
export function checkName(name: string): void {
  const reason = flaw(name);
  if (reason) throw new ObjectError('invalid_name', `The object name ${JSON.stringify(name)} ${reason}.`);
}

/** The file of an object. @throws {ObjectError} `invalid_name` */
export function fileOf(folder: string, name: string): string {
  checkName(name);
  return path.join(folder, ...name.split('/'));
}

function flaw(name: string): string | null {
  if (name === '') return 'is empty; name the object';
  if (/[\0\r\n]/.test(name)) return 'contains NUL, CR or LF; leave them out';
  if (name.includes('\\')) return 'contains a backslash; separate folders with "/"';
  if (Buffer.from(name, 'utf8').toString('utf8') !== name) return 'is not well-formed Unicode';
  if (name.startsWith('/')) return 'starts with "/"; names are relative to their bucket';
  return flawOfSegments(name.split('/'));
}

function flawOfSegments(segments: readonly string[]): string | null {
  if (segments.includes('')) return 'contains "//" or ends with "/"; a name has no empty parts';
  const hidden = segments.find((segment) => segment.startsWith('.'));
  if (hidden) return `contains the part "${hidden}"; parts do not start with a dot`;
  const long = segments.find((segment) => Buffer.byteLength(segment) > 255);
  return long ? 'contains a part of more than 255 bytes; shorten it' : null;
}
