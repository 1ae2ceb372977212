import { types } from 'node:util';
import { ObjectError } from '../../ports/objects';

/** The `code` of a file system error, `''` for anything else. */
export function codeOf(error: unknown): string {
  const code = types.isNativeError(error) && 'code' in error ? error.code : '';
  return typeof code === 'string' ? code : '';
}

/** `ENOTDIR`: a part of the path is a file, so nothing can be below it. */
export function isAbsent(error: unknown): boolean {
  return codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR';
}

/** What the file system refused, said in terms of objects. Errors that are not the file system's pass through. */
export function asObjectError(error: unknown, object: string): unknown {
  const code = codeOf(error);
  if (error instanceof ObjectError || code === '' || !types.isNativeError(error)) return error;
  if (['EISDIR', 'ENOTDIR', 'EEXIST', 'ENOTEMPTY'].includes(code)) return bothFileAndFolder(object, error);
  if (code === 'ENAMETOOLONG') {
    return new ObjectError('invalid_name', `The name of ${object} is too long for this file system.`, {
      cause: error,
    });
  }
  return new ObjectError('transient', `The file system failed on ${object}: ${error.message}`, {
    cause: error,
  });
}

function bothFileAndFolder(object: string, cause: Error): ObjectError {
  const message =
    `${object} cannot be written: part of its name is an object, or it is the folder of other objects. ` +
    'On a file system a name is one or the other; rename one of the two.';
  return new ObjectError('invalid_name', message, { cause });
}
