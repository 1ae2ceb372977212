import { types } from 'node:util';
import { ObjectError } from '../../ports/objects';

/** The HTTP status or the code of a socket error, `''` for anything else. */
export function codeOf(error: unknown): number | string {
  const code = types.isNativeError(error) && 'code' in error ? error.code : '';
  return typeof code === 'number' || typeof code === 'string' ? code : '';
}

/** Bytes that are not those of the object: the transfer broke, not the object. */
const BROKEN_TRANSFER =
  /^(?:CONTENT_DOWNLOAD_MISMATCH|FILE_NO_UPLOAD(?:_DELETED)?|FILE_DOWNLOAD_INCOMPLETE)$/;
const SOCKET = /^(?:E[A-Z_]+|ERR_STREAM_PREMATURE_CLOSE|UND_ERR_\w+|aborted)$/;
/** The last: the client no longer holds a piece of a long upload whose answer was lost; the whole has to go up again. */
const LOST =
  /socket hang up|premature close|aborted|network|Retry limit exceeded|timeout|offset is lower than the number of bytes/i;

/** What Cloud Storage refused, said in terms of objects. Errors that are not its own pass through. */
export function asObjectError(error: unknown, object: string): unknown {
  if (error instanceof ObjectError || !types.isNativeError(error)) return error;
  const code = codeOf(error);
  const cause = { cause: error };
  if (code === 404) return new ObjectError('not_found', `There is no object ${object}.`, cause);
  if (code === 412 || code === 304)
    return new ObjectError(
      'precondition',
      `${object} is not at the generation that this change asks for.`,
      cause,
    );
  if (isPassing(error))
    return new ObjectError('transient', `Cloud Storage failed on ${object}: ${error.message}`, cause);
  if (typeof code !== 'number') return error;
  return new Error(`Cloud Storage refused ${object} (${code}): ${error.message}`, cause);
}

/** Whether the same request may succeed later. */
export function isPassing(error: unknown): boolean {
  if (!types.isNativeError(error)) return false;
  const code = codeOf(error);
  if (typeof code === 'number') return code === 408 || code === 429 || code >= 500;
  return BROKEN_TRANSFER.test(code) || SOCKET.test(code) || LOST.test(error.message);
}
