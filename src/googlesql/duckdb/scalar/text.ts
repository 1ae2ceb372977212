/** Text functions whose Unicode rules DuckDB does not have. */

/** Letters after these (and at the start) are capitals, as BigQuery's INITCAP has them. */
const DELIMITERS = new Set(' \t\n\r\v\f\u0085\u00a0[](){}/|<>!?@"^#$&~_,.:;*%+-\\');

export function initcap(text: string): string {
  let result = '';
  let starts = true;
  for (const letter of text) {
    const delimiter = DELIMITERS.has(letter);
    result += delimiter ? letter : oneLetter(letter, starts ? letter.toUpperCase() : letter.toLowerCase());
    starts = delimiter;
  }
  return result;
}

/** INITCAP maps one letter to one: ß stays ß. */
function oneLetter(letter: string, mapped: string): string {
  return [...mapped].length === 1 ? mapped : letter;
}

/** Text as a JSON string; the two line separators are escaped, as BigQuery does. */
export function jsonQuote(text: string): string {
  return JSON.stringify(text).replace(/[\u2028\u2029]/g, (mark) => `\\u${mark.charCodeAt(0).toString(16)}`);
}
