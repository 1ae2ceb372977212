import type { ObjectInfo } from '../../ports/objects';

/** A file that has not changed for so long is taken for complete. */
const REST_MS = 2000;

interface Sight {
  readonly version: string;
  /** Since when it has looked the same, milliseconds. */
  readonly since: number;
}

/** Tells files that are complete from files that are still being written, by looking at them again and again. */
export class Landing {
  private before: ReadonlyMap<string, Sight> = new Map();
  private seen = new Map<string, Sight>();
  private now = 0;

  /** Begins a look at everything that has landed. Files that are gone are forgotten. */
  look(now: Date): void {
    this.now = now.getTime();
    this.before = this.seen;
    this.seen = new Map();
  }

  isComplete({ name, generation, size }: ObjectInfo): boolean {
    const version = `${generation} ${size}`;
    const before = this.before.get(name);
    const since = before?.version === version ? before.since : this.now;
    this.seen.set(name, { version, since });
    return this.now - since >= REST_MS;
  }

  /** Has the last look found a file that was not complete? */
  get isWaiting(): boolean {
    return [...this.seen.values()].some(({ since }) => this.now - since < REST_MS);
  }
}
