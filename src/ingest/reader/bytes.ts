/**
 * Bytes with a meaning in the formats read here.
 *
 * One object, which modules take apart into constants of their own: an imported binding is a getter call in
 * CommonJS, once a byte in the hot loops.
 */
export const BYTES = {
  NUL: 0x00,
  TAB: 0x09,
  LF: 0x0a,
  CR: 0x0d,
  SPACE: 0x20,
  QUOTE: 0x22,
  PLUS: 0x2b,
  COMMA: 0x2c,
  MINUS: 0x2d,
  POINT: 0x2e,
  ZERO: 0x30,
  NINE: 0x39,
  COLON: 0x3a,
  LETTER_E: 0x45,
  OPEN_LIST: 0x5b,
  BACKSLASH: 0x5c,
  CLOSE_LIST: 0x5d,
  SMALL_E: 0x65,
  SMALL_N: 0x6e,
  SMALL_U: 0x75,
  OPEN_OBJECT: 0x7b,
  CLOSE_OBJECT: 0x7d,
} as const;

/** U+FEFF in UTF-8. */
export const UTF8_BOM = Buffer.from([0xef, 0xbb, 0xbf]);

export function startsWith(bytes: Uint8Array, prefix: Uint8Array, at = 0): boolean {
  if (at + prefix.length > bytes.length) return false;
  return prefix.every((byte, i) => bytes[at + i] === byte);
}
