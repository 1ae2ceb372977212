import { PassThrough, Writable } from 'node:stream';
import type { Bucket, ObjectStore } from '../ports/objects';

/** An object that exists only if something is written to it: most files have no malformed line. */
export class LazyObject extends Writable {
  private body: PassThrough | undefined;
  private written: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly objects: ObjectStore,
    private readonly bucket: Bucket,
    private readonly name: string,
  ) {
    super();
  }

  /** Resolves when the object is whole, at once if there is none. */
  whole(): Promise<unknown> {
    return this.written;
  }

  override _write(chunk: Buffer, encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (!this.body) {
      this.body = new PassThrough();
      this.written = this.objects.write(this.bucket, this.name, this.body);
      // Who writes must not wait for a store that has given up.
      this.written.catch((error: Error) => this.destroy(error));
    }
    if (this.body.write(chunk, encoding)) done();
    else this.body.once('drain', done);
  }

  override _final(done: () => void): void {
    this.body?.end();
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    if (error) this.body?.destroy(error);
    done(error);
  }
}
