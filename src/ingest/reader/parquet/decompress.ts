import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { CompressionCodec } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { damaged, unsupported } from './damaged';

/** The bytes of a page. @param length bytes that they must come to */
export function decompress(bytes: Buffer, codec: CompressionCodec, length: number): Uint8Array {
  if (length === 0) return new Uint8Array(0);
  const page = run(bytes, codec, length);
  if (page.length !== length) throw damaged(`a page has ${page.length} bytes instead of ${length}`);
  return page;
}

function run(bytes: Buffer, codec: CompressionCodec, length: number): Uint8Array {
  if (codec === 'UNCOMPRESSED') return bytes;
  if (codec === 'GZIP') return gunzipSync(bytes, { maxOutputLength: length });
  if (codec === 'BROTLI') return brotliDecompressSync(bytes, { maxOutputLength: length });
  const decompressor = compressors[codec];
  if (!decompressor) throw unsupported(`compression ${codec}`);
  return decompressor(bytes, length);
}
