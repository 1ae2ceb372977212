/** Hashes and encodings of bytes. */
import { byType, differs, type Entries, macro, only, same } from './entry';

const BYTES = 'BYTES; DuckDB gives hexadecimal text';

export const HASHES: Entries = {
  md5: differs(BYTES, (c) => `unhex(md5(${c.arg(0)}))`),
  sha1: differs(BYTES, (c) => `unhex(sha1(${c.arg(0)}))`),
  sha256: differs(BYTES, (c) => `unhex(sha256(${c.arg(0)}))`),
  to_hex: differs('lower case', (c) => `lower(hex(${c.arg(0)}))`),
  from_hex: byType({ STRING: macro('bq_from_hex', 'an odd number of digits gets a leading 0') }),
  to_base64: same('to_base64'),
  farm_fingerprint: only(['STRING'], macro('bq_farm', 'DuckDB has no such function')),
};
