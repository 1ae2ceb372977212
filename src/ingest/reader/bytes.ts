/** Bytes with a meaning in the formats read here, by name. */
export const NUL = 0x00;
export const TAB = 0x09;
export const LF = 0x0a;
export const CR = 0x0d;
export const SPACE = 0x20;
export const QUOTE = 0x22;
export const COMMA = 0x2c;

/** `0` */
export const ZERO = 0x30;

/** U+FEFF in UTF-8. */
export const UTF8_BOM = Buffer.from([0xef, 0xbb, 0xbf]);

export function startsWith(bytes: Uint8Array, prefix: Uint8Array, at = 0): boolean {
  if (at + prefix.length > bytes.length) return false;
  return prefix.every((byte, i) => bytes[at + i] === byte);
}
