import { LocalFileStore } from '../../../../src/adapters/local-files';
import { localMachine } from '../../../../src/adapters/local-files/machine';
import type { ApiServer, Manifest, Source } from '../../../../src/core/manifest';
import { type CollectOptions, type CollectResult, collect } from '../../../../src/ingest/collect';
import { contentOf } from '../../../../src/ingest/collect/content';
import type { Clock } from '../../../../src/ports/clock';
import type { Context } from '../../../../src/ports/context';
import type { ObjectStore } from '../../../../src/ports/objects';
import { MemoryStore } from './memory-store';

/** Sleeping takes no time and is written down; chance is a sequence. */
export class TestClock implements Clock {
  readonly slept: number[] = [];
  private time: number;
  private seed = 0;

  constructor(start = '2026-10-05T12:00:00Z') {
    this.time = Date.parse(start);
  }

  now(): Date {
    return new Date(this.time);
  }

  async sleep(milliseconds: number): Promise<void> {
    this.slept.push(milliseconds);
    this.time += milliseconds;
  }

  token(length: number): string {
    this.seed += 1;
    const digits = Math.floor(((this.seed * 0.6180339887) % 1) * 36 ** 8).toString(36);
    return digits.padStart(length, '0').slice(-length);
  }
}

const COLUMNS: Source['columns'] = [
  { name: 'id', type: 'INT64' },
  { name: 'updated_at', type: 'TIMESTAMP' },
];

/** As far as collecting looks at it, a source as the compiler makes it. */
export function sourceOf(server: Partial<ApiServer>, columns = COLUMNS): Source {
  const api: ApiServer = {
    kind: 'api',
    prefix: 'orders/',
    url: '{env:API}/orders',
    records: '',
    pagination: { kind: 'none' },
    retries: 3,
    timeoutMs: 5_000,
    ...server,
  };
  const source: Pick<Source, 'name' | 'file' | 'columns' | 'server'> = {
    name: 'orders',
    file: 'contracts/orders.yaml',
    columns,
    server: api,
  };
  return source as Source;
}

/** Objects, a clock, and what was said. */
export class World<C extends Clock = TestClock> {
  readonly said: string[] = [];
  readonly environment: Record<string, string> = {};
  secret = 'unused';

  private constructor(
    public objects: ObjectStore,
    api: string,
    readonly clock: C,
  ) {
    this.environment.API = api;
  }

  /** In memory. @param api what `{env:API}` stands for */
  static make(api: string): World {
    return new World(new MemoryStore(), api, new TestClock());
  }

  /** In a folder, which other processes can share. */
  static at<C extends Clock>(folder: string, api: string, clock: C): World<C> {
    return new World(new LocalFileStore(folder), api, clock);
  }

  collect(source: Source, options: Partial<CollectOptions> = {}): Promise<CollectResult> {
    return collect(this.context, source, {
      run: 'run-1',
      environment: this.environment,
      secrets: { get: async () => this.secret },
      ...options,
    });
  }

  /** Names and contents of a bucket. */
  async contents(bucket: 'landing' | 'journal' | 'malformed' = 'landing'): Promise<Record<string, string>> {
    const found: Record<string, string> = {};
    for await (const { name } of this.objects.list(bucket))
      found[name] = (await contentOf(this.objects, bucket, name)).toString('utf8');
    return found;
  }

  private get context(): Context {
    const manifest = { project: { timeZone: 'Europe/Paris' } } as Manifest;
    const { objects, clock } = this;
    const progress = (message: string): void => void this.said.push(message);
    return { manifest, objects, clock, machine: localMachine, progress, warehouse: undefined as never };
  }
}

/** The message of what it threw. */
export async function complaint(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'It did not fail.',
    (error: Error) => `${error.name}: ${error.message}`,
  );
}
