import type { World } from '../ports/context';
import { isCancelRequested } from './cancel';
import type { HeldLeases } from './leases';

/** Why a run has to stop although nothing is wrong with it. */
export class Interruption extends Error {
  override readonly name = 'Interruption';
  constructor(
    readonly kind: 'cancelled' | 'lost',
    message: string,
  ) {
    super(message);
  }
}

const LOOK_EVERY_MS = 1000;

/** Keeps the leases of a run alive while it works, and looks whether it is to stop. */
export class RunGuard {
  private readonly interrupted = new AbortController();
  private readonly ended = new AbortController();
  private readonly background: Promise<void>;

  constructor(
    private readonly world: World,
    private readonly run: string,
    private readonly leases: HeldLeases,
  ) {
    this.background = this.watch();
    this.background.catch((error) => this.interrupted.abort(error));
  }

  /** Aborts with the reason: an `Interruption`, or what went wrong while looking. */
  get signal(): AbortSignal {
    return this.interrupted.signal;
  }

  /** To be asked between steps. @throws {Interruption} */
  async check(): Promise<void> {
    await this.look();
    this.signal.throwIfAborted();
  }

  async end(): Promise<void> {
    this.ended.abort();
    await this.background.catch(() => undefined);
  }

  private async watch(): Promise<void> {
    while (!this.ended.signal.aborted && !this.signal.aborted) {
      await this.world.clock.sleep(LOOK_EVERY_MS, this.ended.signal);
      if (!this.ended.signal.aborted) await this.look();
    }
  }

  /** Looks at once, without throwing; see `signal`. */
  async look(): Promise<void> {
    if (this.signal.aborted) return;
    if (await isCancelRequested(this.world, this.run))
      this.interrupted.abort(new Interruption('cancelled', `Run ${this.run} was cancelled.`));
    if (this.leases.isDueForRenewal() && !(await this.leases.renew()))
      this.interrupted.abort(
        new Interruption(
          'lost',
          `Run ${this.run} was silent for so long that it was taken for dead; others may have published since. Run again.`,
        ),
      );
  }
}
