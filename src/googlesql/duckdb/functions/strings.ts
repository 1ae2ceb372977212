/** Text. STRING is VARCHAR; positions and lengths count code points in both. */
import { quoteText } from '../literal';
import type { Call } from './call';
import { byType, differs, type Entries, macro, only, operator, same } from './entry';

const WHITESPACE = 'trims all Unicode white space; DuckDB only blanks';
const NEGATIVE = 'an error on negative lengths';

export const STRINGS: Entries = {
  concat: { ...operator('||'), differs: 'NULL if any argument is NULL; the DuckDB function skips NULL' },
  $concat_op: operator('||'),
  lower: only(['STRING'], macro('bq_lower', 'full Unicode mapping; DuckDB maps one letter to one')),
  upper: only(['STRING'], macro('bq_upper', 'full Unicode mapping (ß is SS); DuckDB maps one letter to one')),
  initcap: differs('DuckDB has no such function', (c) =>
    c.has(1)
      ? c.refuse('with delimiters is not supported', 'Use INITCAP(x): white space and signs separate words')
      : c.macro('bq_initcap', c.arg(0)),
  ),
  length: byType({ STRING: same('length'), BYTES: same('octet_length') }),
  char_length: same('length'),
  byte_length: byType({ STRING: macro('bq_byte_length', 'bytes of UTF-8'), BYTES: same('octet_length') }),
  trim: only(
    ['STRING'],
    differs(WHITESPACE, (c) => trim(c, 'trim')),
  ),
  ltrim: only(
    ['STRING'],
    differs(WHITESPACE, (c) => trim(c, 'ltrim')),
  ),
  rtrim: only(
    ['STRING'],
    differs(WHITESPACE, (c) => trim(c, 'rtrim')),
  ),
  substr: only(
    ['STRING', 'INT64'],
    differs(`position 0 is 1, before the start is the start; ${NEGATIVE}`, (c) =>
      c.macro(c.has(2) ? 'bq_substr3' : 'bq_substr2', ...c.args),
    ),
  ),
  left: only(['STRING', 'INT64'], macro('bq_left', NEGATIVE)),
  right: only(['STRING', 'INT64'], macro('bq_right', NEGATIVE)),
  lpad: only(
    ['STRING', 'INT64'],
    differs(NEGATIVE, (c) => pad(c, 'bq_lpad')),
  ),
  rpad: only(
    ['STRING', 'INT64'],
    differs(NEGATIVE, (c) => pad(c, 'bq_rpad')),
  ),
  repeat: only(['STRING', 'INT64'], macro('bq_repeat', NEGATIVE)),
  replace: only(['STRING'], macro('bq_replace', 'an empty pattern replaces nothing')),
  reverse: only(['STRING'], macro('bq_reverse', 'reverses code points; DuckDB reverses graphemes')),
  starts_with: only(['STRING'], same('starts_with')),
  ends_with: only(['STRING'], same('ends_with')),
  strpos: only(['STRING'], same('strpos')),
  instr: only(
    ['STRING'],
    differs('', (c) =>
      c.has(2)
        ? c.refuse('with a position is not supported', 'Use STRPOS on SUBSTR of the text')
        : `strpos(${c.args.join(', ')})`,
    ),
  ),
  split: only(
    ['STRING'],
    differs("an empty text gives ['']; an empty delimiter gives code points", (c) =>
      c.macro('bq_split', c.arg(0), c.has(1) ? c.arg(1) : "','"),
    ),
  ),
  normalize: differs('', normalize),
  ascii: only(['STRING'], macro('bq_ascii', 'an error on other letters; 0 of an empty text')),
  unicode: only(['STRING'], macro('bq_unicode', '0 of an empty text; DuckDB gives -1')),
  translate: only(['STRING'], same('translate')),
  format: differs('', format),
};

function trim(c: Call, name: string): string {
  return `${name}(${c.arg(0)}, ${c.has(1) ? c.arg(1) : 'bq_ws()'})`;
}

function pad(c: Call, name: string): string {
  return c.macro(name, c.arg(0), c.arg(1), c.has(2) ? c.arg(2) : "' '");
}

/** Mode 0, also when absent, is NFC. */
function normalize(c: Call): string {
  if (c.has(1) && Number(c.literal(1) ?? 0) !== 0)
    return c.refuse('other than NFC is not supported', 'Use NORMALIZE(x)');
  return `nfc_normalize(${c.arg(0)})`;
}

/** `%s` of text, `%d` and `%05d` of integers, `%.2f` of FLOAT64; a NULL argument gives NULL. */
function format(c: Call): string {
  let next = 0;
  const pieces = c
    .text(0)
    .split(/(%%|%0?\d*(?:\.\d+)?[a-z])/i)
    .filter(Boolean)
    .map((piece) => {
      if (piece === '%%') return "'%'";
      if (!/^%./.test(piece)) return quoteText(piece);
      next++;
      return formatElement(c, piece, next);
    });
  return `(${pieces.join(' || ') || "''"})`;
}

function formatElement(c: Call, element: string, index: number): string {
  const kind = c.kind(index);
  if (element === '%s' && kind === 'STRING') return c.arg(index);
  if (/^%(0\d+)?d$/.test(element) && kind === 'INT64') return `printf('${element}', ${c.arg(index)})`;
  if (/^%\.\d+f$/.test(element) && kind === 'FLOAT64')
    return c.macro('bq_fixed', `'${element}'`, c.arg(index));
  return c.refuse(`with ${element} of ${kind} is not supported`, 'Cast the argument to STRING and use %s');
}
