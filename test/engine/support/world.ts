import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalFileStore } from '../../../src/adapters/local-files';
import type { Plan, Task } from '../../../src/core/planning/plan';
import type { Clock } from '../../../src/ports/clock';
import type { World } from '../../../src/ports/context';
import type { Machine, Worker } from '../../../src/ports/machine';

const BEGINNING = Date.parse('2026-10-05T03:00:00Z');

/** Time that passes when it is told to, and while somebody sleeps. */
export class HandClock implements Clock {
  private at = BEGINNING;
  private tokens = 0;

  now(): Date {
    return new Date(this.at);
  }

  pass(milliseconds: number): void {
    this.at += milliseconds;
  }

  async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (!signal?.aborted) this.pass(milliseconds);
  }

  token(length: number): string {
    this.tokens += 1;
    return this.tokens.toString(36).padStart(length, '0');
  }
}

/** Processes of one host that live until they are ended. */
export class Processes {
  private readonly dead = new Set<number>();

  /** The machine as the process of that id sees it. */
  seenBy(pid: number): Machine {
    return {
      self: async () => ({ host: 'here', pid, started: '' }),
      isRunning: async (worker: Worker) => (worker.host === 'here' ? !this.dead.has(worker.pid) : null),
    };
  }

  end(pid: number): void {
    this.dead.add(pid);
  }
}

/** One bucket folder, one clock, any number of processes. */
export class Site {
  readonly folder = mkdtempSync(join(tmpdir(), 'ecluse-engine-'));
  readonly clock = new HandClock();
  readonly processes = new Processes();

  world(pid: number): World {
    return {
      objects: new LocalFileStore(this.folder, { durable: [] }),
      clock: this.clock,
      machine: this.processes.seenBy(pid),
    };
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export const taskOf = (id: string, after: readonly string[] = [], model = `gold.${id}`): Task => ({
  id,
  model,
  window: { start: '2026-10-01', end: '2026-10-02' },
  dates: [],
  after,
  rows: 1,
});

export const planOf = (...tasks: readonly Task[]): Plan => ({ manifest: 'm', tasks });
