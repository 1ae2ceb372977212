import { type FileHandle, mkdtemp, open, rm, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ByteSource } from '../source/byte-source';
import { damaged } from './damaged';

/** A file in the folder for temporary files, for formats that are read from their end. */
export class SpooledFile {
  private constructor(
    private readonly folder: string,
    private readonly handle: FileHandle,
    readonly size: number,
  ) {}

  /** Writes all of `source` to disk. The caller disposes of it. */
  static async of(source: ByteSource): Promise<SpooledFile> {
    const folder = await mkdtemp(join(tmpdir(), 'ecluse-spool-'));
    try {
      const path = join(folder, 'file');
      const handle = await open(path, 'wx+', 0o600);
      // Nameless from here on: a process that dies leaves no data on the disk.
      await unlink(path);
      const size = await fill(handle, source).catch(async (error) => {
        await handle.close();
        throw error;
      });
      return new SpooledFile(folder, handle, size);
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** Exactly the bytes `[start, start + length)`. @throws {RefusedFile} when the file does not have them */
  async read(start: number, length: number): Promise<Buffer> {
    if (!(start >= 0 && length >= 0 && start + length <= this.size)) {
      throw damaged(`it points to bytes ${start} to ${start + length} of ${this.size}`);
    }
    const bytes = Buffer.allocUnsafeSlow(length);
    const { bytesRead } = await this.handle.read(bytes, 0, length, start);
    if (bytesRead < length) throw new Error(`The spooled file lost bytes at ${start + bytesRead}.`);
    return bytes;
  }

  async dispose(): Promise<void> {
    await this.handle.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

async function fill(handle: FileHandle, source: ByteSource): Promise<number> {
  let size = 0;
  for (let chunk = await source.next(); chunk; chunk = await source.next()) {
    await handle.writeFile(chunk);
    size += chunk.length;
  }
  return size;
}
