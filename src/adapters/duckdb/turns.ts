import { setTimeout as sleep } from 'node:timers/promises';
import { WarehouseError } from '../../ports/warehouse';

/** A piece of work that waits for its turn, has it, or has had it. */
export class Turn {
  state: 'waiting' | 'running' | 'ending' = 'waiting';
  readonly #abort = new AbortController();

  constructor(readonly job: string) {}

  /** To be asked between statements: an interrupt between two of them would be lost. */
  check(): void {
    this.#abort.signal.throwIfAborted();
  }

  /** From here on it is too late to cancel. */
  commits(): void {
    this.check();
    this.state = 'ending';
  }

  /** A rollback must not be interrupted: the connection would stay in a transaction that is good for nothing. */
  rollsBack(): void {
    this.state = 'ending';
  }

  cancel(): void {
    if (this.state === 'ending') return;
    this.#abort.abort(new WarehouseError('cancelled', `The job ${this.job} was cancelled.`));
  }

  /** Answers for work that is cancelled before its turn; work that runs has to stop first. */
  orCancelled<T>(work: Promise<T>): Promise<T> {
    const { signal } = this.#abort;
    return new Promise((resolve, reject) => {
      work.then(resolve, reject);
      const abandon = () => this.state === 'waiting' && reject(signal.reason);
      signal.addEventListener('abort', abandon, { once: true });
    });
  }
}

const INTERRUPT_EVERY_MS = 20;

/** One after the other, in the order of the calls; each can be cancelled while it waits and while it runs. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();
  readonly #open = new Set<Turn>();

  async take<T>(job: string, work: (turn: Turn) => Promise<T>): Promise<T> {
    const turn = new Turn(job);
    const done = this.#last.then(() => run(turn, work));
    this.#last = done.catch(() => undefined);
    this.#open.add(turn);
    try {
      return await turn.orCancelled(done);
    } finally {
      this.#open.delete(turn);
    }
  }

  /** Ends the job and waits until it has ended. */
  async cancel(job: string, interrupt: () => void): Promise<void> {
    for (const turn of [...this.#open].filter((open) => open.job === job)) {
      turn.cancel();
      while (this.#open.has(turn)) {
        if (turn.state === 'running') interrupt();
        await sleep(INTERRUPT_EVERY_MS);
      }
    }
  }

  /** Everything that was called before has ended. */
  async idle(): Promise<void> {
    await this.#last;
  }
}

function run<T>(turn: Turn, work: (turn: Turn) => Promise<T>): Promise<T> {
  turn.check();
  turn.state = 'running';
  return work(turn);
}
