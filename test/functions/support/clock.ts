import { systemClock } from '../../../src/adapters/system';
import type { Clock } from '../../../src/ports/clock';

/** The machine's clock, put forward by whoever would rather not wait. */
export class ForwardClock implements Clock {
  private ahead = 0;

  now(): Date {
    return new Date(Date.now() + this.ahead);
  }

  forward(milliseconds: number): void {
    this.ahead += milliseconds;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return systemClock.sleep(milliseconds, signal);
  }

  token(length: number): string {
    return systemClock.token(length);
  }
}
