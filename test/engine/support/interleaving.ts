import { setImmediate as tick } from 'node:timers/promises';

/** Waits until it is this process' turn. @throws {Death} when it dies here */
export type Step = () => Promise<void>;
type Process = (step: Step) => Promise<void>;

/** A process ends here, and nobody hears of it. */
export class Death extends Error {
  override readonly name = 'Death';
}

interface Waiting {
  go(): void;
  die(): void;
}

/** Processes that take turns step by step, in an order that a seed decides; each step may be the last of its process. */
export class Interleaving {
  private readonly waiting: Waiting[] = [];
  private alive = 0;
  /** Processes that are between two steps. */
  private moving = 0;

  constructor(
    private state: number,
    private deathRate: number,
  ) {}

  nobodyDies(): void {
    this.deathRate = 0;
  }

  /** @param isCalledAgain asked when it dies: whether it begins once more */
  spawn(isCalledAgain: () => boolean, process: Process): void {
    this.alive += 1;
    this.moving += 1;
    process(() => this.turn())
      .catch((error: unknown) => {
        if (!(error instanceof Death)) throw error;
        if (isCalledAgain()) this.spawn(isCalledAgain, process);
      })
      .finally(() => {
        this.alive -= 1;
        this.moving -= 1;
      });
  }

  /** Until every process has ended. */
  async end(): Promise<void> {
    for (;;) {
      while (this.moving > 0) await tick();
      if (this.alive === 0) return;
      const [next] = this.waiting.splice(Math.floor(this.random() * this.waiting.length), 1);
      this.moving += 1;
      if (this.random() < this.deathRate) next?.die();
      else next?.go();
    }
  }

  private turn(): Promise<void> {
    this.moving -= 1;
    return new Promise((go, reject) => this.waiting.push({ go, die: () => reject(new Death()) }));
  }

  /** At least 0, less than 1. */
  random(): number {
    this.state = (Math.imul(this.state, 1_664_525) + 1_013_904_223) >>> 0;
    return this.state / 2 ** 32;
  }
}
