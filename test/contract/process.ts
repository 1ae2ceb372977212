import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** How a second process gets at what the first one has: a module that exports `connect(config)`. */
export interface Connection {
  /** Absolute path of a TypeScript module. */
  readonly module: string;
  readonly config: string;
}

/** Another process at work; it says `ready` when it begins, and may print lines. */
export class Worker {
  readonly lines: string[] = [];
  readonly #child: ChildProcess;
  readonly #ready: Promise<void>;
  readonly #ended: Promise<unknown>;
  #errors = '';

  /** @param script file name in this folder; it gets module, config and `args` as arguments */
  constructor(script: string, { module, config }: Connection, ...args: readonly string[]) {
    const file = path.join(__dirname, script);
    const command = ['--import', 'tsx', file, module, config, ...args];
    this.#child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#ended = once(this.#child, 'close');
    this.#child.stderr?.on('data', (text) => {
      this.#errors += text;
    });
    this.#ready = this.#follow();
  }

  /** Resolves when the process has begun; rejects with what it complained about. */
  async ready(): Promise<this> {
    await this.#ready;
    return this;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }

  /** @throws {Error} when the process failed */
  async end(): Promise<readonly string[]> {
    await this.#ended;
    if (this.#child.exitCode !== 0) throw new Error(`The process failed: ${this.#errors}`);
    return this.lines;
  }

  async #follow(): Promise<void> {
    if (!this.#child.stdout) throw new Error('The process has no output');
    const reader = createInterface(this.#child.stdout);
    const begun = new Promise<void>((resolve) => {
      reader.on('line', (line) => (line === 'ready' ? resolve() : this.lines.push(line)));
    });
    const failed = this.#ended.then(() => Promise.reject(new Error(this.#errors)));
    failed.catch(() => undefined);
    await Promise.race([begun, failed]);
  }
}

/** Milliseconds to wait before a kill: another one each time, the same ones in every run of the suite. */
export function* killTimes(count: number, upToMs: number): Generator<number> {
  for (let i = 0; i < count; i++) yield Math.round(((i + 0.5) / count) * upToMs);
}
