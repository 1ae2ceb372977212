import fc from 'fast-check';

/** Cuts a file into chunks at places given as fractions of its length. */
export function cutAt(file: Buffer, places: readonly number[]): Buffer[] {
  const ends = [...places.map((place) => Math.floor(place * file.length)), file.length].sort((a, b) => a - b);
  return ends.map((end, i) => file.subarray(ends[i - 1] ?? 0, end));
}

export const places = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 });
