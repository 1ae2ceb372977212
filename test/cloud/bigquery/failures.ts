import { SqlRefusal } from '../../../src/googlesql';
import { WarehouseError } from '../../../src/ports/warehouse';

export interface ErrorProto {
  readonly reason: string;
  readonly message: string;
  readonly location?: string;
}

/** Why a job failed, as BigQuery would word it. */
export function errorProto(error: unknown): ErrorProto {
  if (error instanceof SqlRefusal) return refusal(error.message);
  if (!(error instanceof WarehouseError)) return { reason: 'internalError', message: String(error) };
  const { kind, message } = error;
  if (kind === 'cancelled')
    return { reason: 'stopped', message: 'Job execution was cancelled: User requested cancellation' };
  if (kind === 'assertion')
    return {
      reason: 'invalidQuery',
      message: `Query error: ${message.replace('assertion failed', 'Assertion failed')} at [1:1]`,
    };
  if (kind === 'not_found') return { reason: 'notFound', message: `Not found: ${message}` };
  return {
    reason: kind === 'invalid' ? 'invalidQuery' : 'backendError',
    message: `Query error: ${message} at [1:1]`,
  };
}

function refusal(message: string): ErrorProto {
  const missing = /Table not found: [`"]?([\w.]+)/i.exec(message)?.[1];
  if (missing)
    return { reason: 'notFound', message: `Not found: Table local:${missing} was not found in location EU` };
  return { reason: 'invalidQuery', message };
}
