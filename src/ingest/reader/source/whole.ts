import { RefusedFile } from '../refused-file';
import type { ByteSource } from './byte-source';

/** All bytes of a file that must be held whole. @throws {RefusedFile} `too_large` beyond `limit` bytes */
export async function wholeFile(source: ByteSource, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for (let chunk = await source.next(); chunk; chunk = await source.next()) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > limit) throw tooLarge(limit);
  }
  return Buffer.concat(chunks, length);
}

function tooLarge(limit: number): RefusedFile {
  const what = `The document has more than the ${limit} bytes that can be held in memory at once.`;
  return new RefusedFile('too_large', `${what} Deliver it in smaller documents, or as NDJSON.`);
}
