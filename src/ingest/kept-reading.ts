import { json } from 'node:stream/consumers';
import { ObjectError, type ObjectStore } from '../ports/objects';
import type { ReadResult } from './reader';

/** A clean file with what reading it found, kept while a job that loads it works longer than the call that began it. */
export class KeptReading {
  private kept = false;
  private readonly found: string;

  /** @param name of the clean file */
  constructor(
    private readonly objects: ObjectStore,
    private readonly name: string,
  ) {
    this.found = `${name}.json`;
  }

  async find(): Promise<ReadResult | null> {
    try {
      return (await json(this.objects.read('clean', this.found))) as ReadResult;
    } catch (error) {
      if (error instanceof ObjectError && error.kind === 'not_found') return null;
      throw error;
    }
  }

  async keep(read: ReadResult): Promise<void> {
    this.kept = true;
    await this.objects.write('clean', this.found, JSON.stringify(read));
  }

  /** Takes the file away unless it is kept; what speaks of it goes first. */
  async end(): Promise<void> {
    if (this.kept) return;
    await this.objects.delete('clean', this.found);
    await this.objects.delete('clean', this.name);
  }
}
