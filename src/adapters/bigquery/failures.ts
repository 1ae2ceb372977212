import { types } from 'node:util';
import { WarehouseError, type WarehouseErrorKind } from '../../ports/warehouse';
import type { ErrorProto, Job } from './resources';

/** What the API documents as worth another attempt, of a request or of a job. */
const TRANSIENT: ReadonlySet<string> = new Set([
  'backendError',
  'internalError',
  'jobBackendError',
  'jobInternalError',
  'jobRateLimitExceeded',
  'quotaExceeded',
  'rateLimitExceeded',
  'resourceInUse',
  'tableUnavailable',
  'timeout',
]);
const CONFLICT = /aborted due to concurrent|could not serialize access|concurrent update/i;
const ASSERTION = /assertion failed/i;

/** Google's errors as the client throws them: an HTTP status or the code of a socket, and reasons. */
interface ClientError extends Error {
  readonly code?: unknown;
  readonly errors?: readonly ErrorProto[];
}

/** The HTTP status of a refused request, 0 where nobody answered. */
export function statusOf(error: unknown): number {
  const code = types.isNativeError(error) ? (error as ClientError).code : undefined;
  return typeof code === 'number' ? code : 0;
}

/** What went wrong with a request, in the terms of the port. Defects pass through. */
export function asWarehouseError(error: unknown): unknown {
  if (error instanceof WarehouseError || !types.isNativeError(error)) return error;
  const { code, errors = [], message } = error as ClientError;
  const reason = errors[0]?.reason ?? '';
  const text = errors[0]?.message ?? message;
  if (typeof code === 'number')
    return new WarehouseError(kindOf(reason, text, code), quieten(text), { cause: error });
  if (typeof code !== 'string') return error;
  return new WarehouseError('transient', `BigQuery cannot be reached: ${message}`, { cause: error });
}

/** As `asWarehouseError`, of a request about a job: where nobody answers, the job itself may be at work. */
export function asUnanswered(job: string, error: unknown): unknown {
  const failure = asWarehouseError(error);
  if (!(failure instanceof WarehouseError && failure.kind === 'transient')) return failure;
  const message = `Whether the job ${job} works cannot be asked now; the same call finds it later. ${failure.message}`;
  return new WarehouseError('pending', message, { cause: error });
}

/** Why a job failed. @returns null when it did not */
export function failureOf(job: Job): WarehouseError | null {
  const result = job.status?.errorResult;
  if (!result) return null;
  const { reason = '', message = `The job failed: ${reason}.` } = result;
  return new WarehouseError(kindOf(reason, message, 0), quieten(message));
}

function kindOf(reason: string, message: string, status: number): WarehouseErrorKind {
  if (CONFLICT.test(message)) return 'conflict';
  if (ASSERTION.test(message)) return 'assertion';
  if (reason === 'notFound' || status === 404) return 'not_found';
  if (reason === 'stopped') return 'cancelled';
  if (reason === 'bytesBilledLimitExceeded') return 'limit';
  const isPassing = TRANSIENT.has(reason) || status === 429 || status === 408 || status >= 500;
  return isPassing ? 'transient' : 'invalid';
}

/** `Query error: … at [3:1]`: positions are those of a text that nobody has seen. */
function quieten(message: string): string {
  return message
    .replace(/^Query error: /, '')
    .replace(/ at \[\d+:\d+\]$/, '')
    .trim();
}
