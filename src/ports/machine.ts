/** A process at work, described so that another one can ask later whether it still is. */
export interface Worker {
  readonly host: string;
  /** 0: it is no process of a host; `host` says what it is. */
  readonly pid: number;
  /** When it started, in whatever the machine counts in: process ids are used again. Empty where unknown. */
  readonly started: string;
}

/** The machine that this process runs on. */
export interface Machine {
  /** A worker that has said nothing for so long is presumed dead. Default: a minute. */
  readonly silenceMs?: number;
  self(): Promise<Worker>;
  /** `null`: cannot be told from here, as of a worker on another host. */
  isRunning(worker: Worker): Promise<boolean | null>;
}
