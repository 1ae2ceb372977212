/**
 * What makes a name unfit for an object, in every store alike, so that a project moves between them: names that would
 * leave their bucket, hide from a listing or mean two things on a file system.
 * @returns the end of a sentence that begins with the name; null for a good one
 */
export function flawOfObjectName(name: string): string | null {
  if (name === '') return 'is empty; name the object';
  if (/[\0\r\n]/.test(name)) return 'contains NUL, CR or LF; leave them out';
  if (name.includes('\\')) return 'contains a backslash; separate folders with "/"';
  if (/\p{Surrogate}/u.test(name)) return 'is not well-formed Unicode';
  if (name.startsWith('/')) return 'starts with "/"; names are relative to their bucket';
  return flawOfSegments(name.split('/'));
}

const utf8Length = (text: string): number => new TextEncoder().encode(text).length;

function flawOfSegments(segments: readonly string[]): string | null {
  if (segments.includes('')) return 'contains "//" or ends with "/"; a name has no empty parts';
  const hidden = segments.find((segment) => segment.startsWith('.'));
  if (hidden) return `contains the part "${hidden}"; parts do not start with a dot`;
  const long = segments.find((segment) => utf8Length(segment) > 255);
  return long ? 'contains a part of more than 255 bytes; shorten it' : null;
}
