/** Letters of the contract's date formats (as in Java's DateTimeFormatter) and GoogleSQL's elements for them. */
const ELEMENTS: Readonly<Record<string, string>> = {
  yyyy: '%Y',
  uuuu: '%Y',
  yy: '%y',
  MMMM: '%B',
  MMM: '%b',
  MM: '%m',
  M: '%m',
  dd: '%d',
  d: '%d',
  HH: '%H',
  H: '%H',
  hh: '%I',
  mm: '%M',
  ss: '%S',
  a: '%p',
  XXX: '%Ez',
  xxx: '%Ez',
  Z: '%z',
};

/** Of a fraction of a second: a TIMESTAMP has no more. */
const MOST_DIGITS = 6;

/** The format in GoogleSQL's elements, or the part that cannot be said in them. */
export function toFormatElements(format: string): { elements: string } | { unknown: string } {
  let elements = '';
  const parts = format.match(/'(?:[^']|'')*'|([A-Za-z])\1*|[^A-Za-z']+/g) ?? [];
  for (const part of parts) {
    if (/^S+$/.test(part)) {
      if (part.length > MOST_DIGITS) return { unknown: part };
      // Fractions belong to the seconds before them: `ss.SSS` is one element.
      if (!/%S[.]$/.test(elements)) return { unknown: part };
      elements = elements.replace(/%S[.]$/, '%E*S');
    } else if (/^[A-Za-z]/.test(part)) {
      const element = ELEMENTS[part];
      if (!element) return { unknown: part };
      elements += element;
    } else elements += part.replace(/^'|'$/g, '').replaceAll("''", "'").replaceAll('%', '%%');
  }
  return { elements };
}
