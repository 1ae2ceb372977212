import { EXIT, UsageError } from './exit';
import { printError } from './print';
import { commandText } from './shell';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Whether somebody wants the process to end. */
export interface Ending {
  /** Aborts with the first Ctrl-C or SIGTERM; the reason says how to go on where no run has begun. */
  readonly signal: AbortSignal;
  /** From now on signals end the process as they do without anybody listening. */
  unlisten(): void;
}

/** The first signal asks, the second one does not. */
export function listenForEnd(): Ending {
  const asked = new AbortController();
  const listen = (): void => {
    if (asked.signal.aborted) process.exit(EXIT.interrupted);
    printError(
      'Interrupted: a file that is being read is read to its end, then the work ends; once more ends it at once.',
    );
    asked.abort(interrupted());
  };
  for (const signal of SIGNALS) process.on(signal, listen);
  return {
    signal: asked.signal,
    unlisten: () => {
      for (const signal of SIGNALS) process.off(signal, listen);
    },
  };
}

const interrupted = (): UsageError =>
  new UsageError(`Interrupted; what was done before stays. Go on with: ${typedCommand()}`, EXIT.stopped);

/** The command as it was typed. */
export const typedCommand = (): string => commandText('ecluse', process.argv.slice(2));
