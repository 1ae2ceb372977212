import { createHash } from 'node:crypto';
import { z } from 'zod';
import { countedText } from '../../core/counted';
import type { Problem } from '../../core/errors';
import type { Column } from '../../core/types';
import { nearest } from '../nearest';
import { didYouMean, problem } from '../problems';
import { type CsvRow, parseCsv } from './small-csv';
import type { ReferenceFile } from './types';
import { isName, NAME_RULE } from './values';
import { YamlSource } from './yaml-source';

const TYPES = ['STRING', 'INT64', 'NUMERIC', 'FLOAT64', 'BOOL', 'DATE', 'TIMESTAMP'] as const;

export const referenceYaml = z.strictObject({
  description: z.string().optional(),
  columns: z
    .record(
      z.string(),
      z.strictObject({ type: z.enum(TYPES).optional(), description: z.string().optional() }),
    )
    .default({}),
});
type Described = z.infer<typeof referenceYaml>;

interface File {
  readonly file: string;
  readonly text: string;
}

/** A reference table from its CSV and, if there is one, the YAML beside it. */
export function readReference(
  csv: File,
  described: File | undefined,
): { reference?: ReferenceFile; problems: readonly Problem[] } {
  const base = csv.file.replace(/^.*\//, '').replace(/\.csv$/, '');
  if (!isName(base)) return { problems: [badName(csv.file, base)] };
  const [header, ...rows] = parseCsv(csv.text);
  if (!header) return { problems: [empty(csv.file)] };
  const source = described && new YamlSource(described.file, described.text);
  const parsed = source?.parse(referenceYaml);
  if (parsed && !parsed.data) return { problems: parsed.problems };
  const description = parsed?.data ?? { columns: {} };
  const columns = columnsOf(header.values, rows, description);
  const problems = [
    ...headerProblems(csv.file, header.values),
    ...strangers(csv.file, header.values, description, source),
    ...rowProblems(csv.file, columns, rows),
  ];
  if (problems.length > 0) return { problems };
  const more = description.description ? { description: description.description } : {};
  const hash = createHash('sha256').update(csv.text).digest('hex');
  return { reference: { name: `ref.${base}`, file: csv.file, ...more, columns, hash }, problems: [] };
}

const badName = (file: string, base: string): Problem =>
  problem(
    'file_name',
    { file },
    `${base} is not a name of a reference table.`,
    `Rename the file: ${NAME_RULE}.`,
  );

const empty = (file: string): Problem =>
  problem(
    'empty_reference',
    { file, line: 1, column: 1 },
    'the file is empty.',
    'Give it a header line with the names of its columns.',
  );

const columnsOf = (header: readonly string[], rows: readonly CsvRow[], described: Described): Column[] =>
  header.map((name, index) => {
    const own = Object.hasOwn(described.columns, name) ? described.columns[name] : undefined;
    return {
      name,
      type: own?.type ?? inferredType(rows.map((row) => row.values[index] ?? '')),
      ...(own?.description && { description: own.description }),
    };
  });

function headerProblems(file: string, header: readonly string[]): Problem[] {
  const place = { file, line: 1 };
  const bad = header.find((name) => !/^[A-Za-z][A-Za-z0-9_]*$/.test(name));
  if (bad !== undefined)
    return [
      problem(
        'column_name',
        place,
        `${bad === '' ? 'an empty text' : bad} cannot be the name of a column.`,
        'Use letters, digits and _, beginning with a letter; the delimiter is a comma.',
      ),
    ];
  const lower = header.map((name) => name.toLowerCase());
  const twice = header.find((name, index) => lower.indexOf(name.toLowerCase()) < index);
  if (twice === undefined) return [];
  const message = `${twice} is there twice; case does not tell columns apart.`;
  return [problem('duplicate_column', place, message, 'Rename or remove one of them.')];
}

function strangers(
  file: string,
  header: readonly string[],
  { columns }: Described,
  source: YamlSource | undefined,
): Problem[] {
  return Object.keys(columns)
    .filter((column) => !header.includes(column))
    .flatMap((column) => {
      const remedy = didYouMean(nearest(column, header), `It has ${header.join(', ')}.`);
      return (
        source?.problem('unknown_column', ['columns', column], `${file} has no column ${column}.`, remedy) ??
        []
      );
    });
}

/** Loading would refuse the whole table later; here the line can be named. */
function rowProblems(file: string, columns: readonly Column[], rows: readonly CsvRow[]): Problem[] {
  return rows.flatMap((row): Problem[] => {
    if (row.values.length !== columns.length) {
      const message =
        row.values.length === 0
          ? 'the quotes of the row do not close.'
          : `the row has ${countedText(row.values.length, 'value')}; the header has ${countedText(columns.length, 'column')}.`;
      const remedy = 'Quote values that hold a comma, and add what is missing.';
      return [problem('reference_row', { file, line: row.line }, message, remedy)];
    }
    return columns.flatMap(({ name, type }, index): Problem[] => {
      const value = row.values[index] ?? '';
      if (value === '' || SHAPES[type]?.test(value) !== false) return [];
      const message = `${name} is ${value}, which is no ${type}.`;
      return [
        problem(
          'reference_type',
          { file, line: row.line },
          message,
          'Correct the value, or the type in the YAML beside the file.',
        ),
      ];
    });
  });
}

/** What a text has to look like to be cast. */
const SHAPES: Readonly<Record<string, RegExp>> = {
  INT64: /^[+-]?\d{1,18}$/,
  NUMERIC: /^[+-]?\d{1,29}(\.\d{0,9})?$/,
  FLOAT64: /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i,
  BOOL: /^(true|false)$/i,
  DATE: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/,
  TIMESTAMP: /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}(:?\d{2})?)?)?$/i,
};

/** The narrowest type that every value of the column has; codes with leading zeros stay text. */
function inferredType(values: readonly string[]): string {
  const present = values.filter((value) => value !== '');
  const all = (pattern: RegExp): boolean =>
    present.length > 0 && present.every((value) => pattern.test(value));
  if (all(/^(true|false)$/i)) return 'BOOL';
  if (all(/^-?(0|[1-9]\d{0,17})$/)) return 'INT64';
  if (all(/^-?(0|[1-9]\d{0,28})(\.\d{1,9})?$/)) return 'NUMERIC';
  if (all(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)) return 'DATE';
  return 'STRING';
}
