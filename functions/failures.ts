import { OutdatedPlan } from '../src/core/planning/replan';
import { Interruption } from '../src/engine/guard';
import { PlanTooLarge } from '../src/engine/plan-limits';
import { NothingSelected } from '../src/engine/requested-plan';
import { RerunRefused } from '../src/engine/rerun';
import { WithdrawRefused } from '../src/engine/withdraw';
import { withoutValues } from '../src/engine/without-values';
import { CollectError } from '../src/ingest/collect/errors';
import { ObjectError } from '../src/ports/objects';
import { SecretError } from '../src/ports/secrets';
import { WarehouseError } from '../src/ports/warehouse';
import { CallerRefused } from './callers';

/** The request itself is wrong. */
export class BadRequest extends Error {
  override readonly name = 'BadRequest';
}

export interface Failure {
  /** 5xx: the same request may succeed later. 4xx: it never will. */
  readonly status: number;
  /** Something broke that should not: somebody has to look. */
  readonly isDefect: boolean;
  readonly message: string;
}

/** What asks for it has to be put right; nothing is broken. */
const NEVER = [BadRequest, NothingSelected, OutdatedPlan, WithdrawRefused];

const PASSING: readonly string[] = ['transient', 'conflict', 'pending'];

/** How a request that failed is answered. */
export function failureOf(error: unknown): Failure {
  const message = withoutValues(error);
  if (error instanceof CallerRefused)
    return { status: error.status, isDefect: false, message: error.message };
  if (NEVER.some((kind) => error instanceof kind))
    return { status: 400, isDefect: false, message: (error as Error).message };
  // The schedule asks for it again every time: somebody has to look.
  if (error instanceof PlanTooLarge) return { status: 422, isDefect: true, message: error.message };
  if (error instanceof RerunRefused)
    return { status: error.kind === 'open' ? 409 : 404, isDefect: false, message: error.message };
  if (error instanceof Interruption) return { status: 409, isDefect: false, message: error.message };
  if ((error instanceof WarehouseError || error instanceof ObjectError) && PASSING.includes(error.kind))
    return { status: 503, isDefect: false, message };
  if (error instanceof CollectError && (error.kind === 'unavailable' || error.kind === 'busy'))
    return { status: 503, isDefect: false, message: error.message };
  // Collecting takes secrets out of what it says; both say what is to be put right.
  if (error instanceof CollectError || error instanceof SecretError)
    return { status: 422, isDefect: true, message: error.message };
  return { status: 422, isDefect: true, message };
}
