import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LocalFileStore } from '../../src/adapters/local-files';
import { Journal, type RunStatus } from '../../src/engine/journal';
import { rowsIn } from '../adapters/duck';
import { REPOSITORY } from './workshop';

const ECLUSE = [join(REPOSITORY, 'bin/ecluse.js')];
const HASTY = ['-r', require.resolve('tsx/cjs'), join(__dirname, 'hasty.ts')];

export interface Ended {
  /** `null`: it was killed. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A command that works as a process of its own. */
export class Command {
  readonly ended: Promise<Ended>;
  private readonly child: ChildProcess;
  private out = '';
  private err = '';

  /** @param program that node runs */
  constructor(cwd: string, args: readonly string[], program: readonly string[] = ECLUSE) {
    this.child = spawn(process.execPath, [...program, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    this.child.stdout?.on('data', (text) => {
      this.out += text;
    });
    this.child.stderr?.on('data', (text) => {
      this.err += text;
    });
    this.ended = once(this.child, 'close').then(() => ({
      code: this.child.exitCode,
      out: this.out,
      err: this.err,
    }));
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** SIGKILL ends it, SIGSTOP suspends it, SIGCONT wakes it up. */
  signal(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT' | 'SIGINT' | 'SIGTERM'): void {
    this.child.kill(signal);
  }
}

/** A copy of a project, in which commands work as processes. */
export class ProjectFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'ecluse-processes-'));
  private readonly started: Command[] = [];

  constructor(root: string) {
    cpSync(root, this.path, { recursive: true });
  }

  start(...args: readonly string[]): Command {
    return this.spawn(args);
  }

  /** A command that takes others for dead, and is taken for dead, after two seconds of silence. */
  startHasty(...args: readonly string[]): Command {
    return this.spawn(args, HASTY);
  }

  ecluse(...args: readonly string[]): Promise<Ended> {
    return this.start(...args).ended;
  }

  land(name: string, text: string): void {
    mkdirSync(join(this.path, 'landing/orders'), { recursive: true });
    writeFileSync(join(this.path, 'landing/orders', name), text);
  }

  private spawn(args: readonly string[], program?: readonly string[]): Command {
    const command = new Command(this.path, args, program);
    this.started.push(command);
    return command;
  }

  private get journal(): Journal {
    return new Journal(new LocalFileStore(join(this.path, '.ecluse')));
  }

  async lastRun(): Promise<RunStatus | null> {
    const run = (await this.journal.runs()).at(-1);
    return run === undefined ? null : this.journal.status(run);
  }

  /** Waits until the last run is as it is wanted. */
  async untilRun(wanted: (status: RunStatus) => boolean): Promise<RunStatus> {
    for (;;) {
      const status = await this.lastRun();
      if (status && wanted(status)) return status;
      await sleep(10);
    }
  }

  /** DuckDB SQL on the warehouse, each row as text; nobody else may have it open. */
  async rows(sql: string): Promise<readonly string[]> {
    const rows = await rowsIn(join(this.path, '.ecluse/warehouse.duckdb'), sql);
    return rows.map((row) => JSON.stringify(row));
  }

  async close(): Promise<void> {
    for (const command of this.started) command.signal('SIGKILL');
    await Promise.all(this.started.map((command) => command.ended));
    rmSync(this.path, { recursive: true, force: true });
  }
}
