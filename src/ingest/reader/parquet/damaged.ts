import { RefusedFile } from '../refused-file';

const REMEDY = 'Write the file again and deliver it anew.';

/** The bytes contradict themselves or the format. */
export function damaged(found: string, cause?: unknown): RefusedFile {
  const message = `The Parquet file is damaged: ${found}. ${REMEDY}`;
  return new RefusedFile('not_this_format', message, { cause });
}

/** The file is sound, but uses something that is not read here. */
export function unsupported(found: string): RefusedFile {
  const remedy = 'Write it with common settings: Parquet 1 or 2, Snappy, gzip, Zstandard, LZ4 or Brotli.';
  return new RefusedFile('not_this_format', `The Parquet file cannot be read: ${found}. ${remedy}`);
}

/** Errors of decoding mean a damaged file; refusals stay what they are. */
export function asRefusal(error: unknown, what: string): unknown {
  if (error instanceof RefusedFile) return error;
  if (error instanceof Error && 'syscall' in error) return error;
  return damaged(`${what} (${error instanceof Error ? error.message : String(error)})`, error);
}
