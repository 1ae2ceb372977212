import fc from 'fast-check';
import type { Field } from './clean-form';

/** Characters that CSV readers trip over, and plain ones. */
const characters = fc.oneof(
  fc.constantFrom(
    '"',
    ',',
    '\n',
    '\r',
    ';',
    '\\',
    ' ',
    "'",
    '#',
    '\t',
    '\ufeff',
    '\u2028',
    'é',
    '😀',
    'a',
    '0',
  ),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }).filter((text) => text !== '\0'),
);

const texts = fc.oneof(
  fc.constantFrom(
    '',
    '\\N',
    'NULL',
    'null',
    '"',
    '""',
    ' ',
    '\n',
    '\r\n',
    'nan',
    '-0',
    '1e5',
    '=1+1',
    '/*',
    '\ufeff',
  ),
  fc.string({ unit: characters, maxLength: 12 }),
);

export const fields: fc.Arbitrary<Field> = fc.oneof(
  { weight: 1, arbitrary: fc.constant(null) },
  { weight: 4, arbitrary: texts },
);

/** How a writer of CSV may choose to write the same record. */
export interface Style {
  readonly delimiter: ',' | ';' | '\t' | '|';
  readonly lineEnd: '\n' | '\r\n';
  /** Quotes also what need not be quoted, taken in turn. */
  readonly quotes: readonly boolean[];
  readonly lastLineEnd: boolean;
}

export const styles: fc.Arbitrary<Style> = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  lineEnd: fc.constantFrom('\n', '\r\n'),
  quotes: fc.array(fc.boolean(), { minLength: 1, maxLength: 7 }),
  lastLineEnd: fc.boolean(),
});

export function csvText(header: readonly string[], records: readonly Field[][], style: Style): string {
  let turn = 0;
  const write = (field: Field) => {
    const forced = style.quotes[turn++ % style.quotes.length] ?? false;
    return fieldText(field, style.delimiter, forced);
  };
  const lines = [header, ...records].map((record) => record.map(write).join(style.delimiter));
  return lines.join(style.lineEnd) + (style.lastLineEnd ? style.lineEnd : '');
}

function fieldText(field: Field, delimiter: string, forced: boolean): string {
  if (field === null) return '';
  const needed =
    field === '' || field.startsWith('"') || [delimiter, '\n', '\r'].some((text) => field.includes(text));
  return needed || forced ? `"${field.replaceAll('"', '""')}"` : field;
}

/** The lines of the file on which the records begin. */
export function startLines(header: readonly string[], records: readonly Field[][]): string[] {
  const inside = (record: readonly Field[]) => record.join('').split('\n').length - 1;
  let line = 1 + inside(header) + 1;
  return records.map((record) => {
    const start = String(line);
    line += 1 + inside(record);
    return start;
  });
}
