import { CommanderError } from 'commander';
import { countedText } from '../core/counted';
import { ProjectError } from '../core/errors';
import { OutdatedPlan } from '../core/planning/replan';
import { RollbackRefused } from '../core/planning/rollback';
import { Interruption } from '../engine/guard';
import { LeaseHeld } from '../engine/leases';
import { PlanTooLarge } from '../engine/plan-limits';
import { RerunRefused } from '../engine/rerun';
import { WithdrawRefused } from '../engine/withdraw';
import { CollectError, type CollectErrorKind } from '../ingest/collect';
import { SecretError } from '../ports/secrets';
import { WarehouseError } from '../ports/warehouse';
import { EXIT, type ExitCode, UsageError } from './exit';

const COLLECTING: Readonly<Record<CollectErrorKind, ExitCode>> = {
  configuration: EXIT.usage,
  refused: EXIT.stopped,
  unavailable: EXIT.stopped,
  unreadable: EXIT.stopped,
  busy: EXIT.busy,
};

/** Says what went wrong to whoever typed the command, and with which code to end. */
export function explain(error: unknown): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof UsageError) return say(error.message, error.exitCode);
  if (error instanceof ProjectError) {
    const many = error.problems.length;
    return say(`${error.message}\n\n${countedText(many, 'problem')}; nothing was changed.`, EXIT.usage);
  }
  if (error instanceof RerunRefused)
    return say(error.message, error.kind === 'open' ? EXIT.busy : EXIT.usage);
  if (error instanceof OutdatedPlan || error instanceof RollbackRefused || error instanceof WithdrawRefused)
    return say(error.message, EXIT.usage);
  if (error instanceof PlanTooLarge) return say(error.message, EXIT.usage);
  if (error instanceof LeaseHeld || error instanceof Interruption) return say(error.message, EXIT.busy);
  if (error instanceof WarehouseError && error.kind === 'transient') return say(error.message, EXIT.busy);
  if (error instanceof SecretError) return say(error.message, EXIT.usage);
  if (error instanceof CollectError) return say(error.message, COLLECTING[error.kind]);
  return say(error instanceof Error ? (error.stack ?? error.message) : String(error), EXIT.defect);
}

function say(text: string, code: ExitCode): ExitCode {
  process.stderr.write(`${text}\n`);
  return code;
}
