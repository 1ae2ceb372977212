/** How a program ended. */
export interface Ended {
  /** Exit code; null when it could not be started or did not end in time. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Programs of the machine, such as `gcloud` and `terraform`; arguments are never read by a shell. */
export interface Programs {
  run(program: string, args: readonly string[]): Promise<Ended>;
}
