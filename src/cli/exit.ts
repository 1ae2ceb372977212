/** What the exit codes of every command mean; documented in docs/cli.md. */
export const EXIT = {
  ok: 0,
  /** Something broke that should not: a defect, or the machine. */
  defect: 1,
  /** The command line or the project is wrong; nothing was done. */
  usage: 2,
  /** A gate did its work, or somebody stopped it in order: a run failed, was cancelled or interrupted. */
  stopped: 3,
  /** Somebody else holds the warehouse or the lease. */
  busy: 4,
  /** Interrupted twice: it ended at once. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** An error for whoever typed the command: what was found, what to do. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  constructor(
    message: string,
    readonly exitCode: ExitCode = EXIT.usage,
  ) {
    super(message);
  }
}
