import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Problem } from '../../core/errors';
import type { Column } from '../../core/types';
import type { ReferenceFile } from './types';
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

interface Described {
  readonly file: string;
  readonly text: string;
}

/** A reference table from its CSV and, if there is one, the YAML beside it. */
export function readReference(
  file: string,
  csv: string,
  described?: Described,
): { reference?: ReferenceFile; problems: Problem[] } {
  const [header, ...rows] = parseCsv(csv);
  if (!header)
    return {
      problems: [
        {
          code: 'empty_reference',
          place: { file, line: 1 },
          message: 'the file is empty.',
          remedy: 'Give it a header line with the names of its columns.',
        },
      ],
    };
  const source = described && new YamlSource(described.file, described.text);
  const { data, problems } = source?.parse(referenceYaml) ?? {
    data: { columns: {} as z.infer<typeof referenceYaml>['columns'] },
    problems: [],
  };
  if (!data) return { problems };
  const strangers = Object.keys(data.columns).filter((column) => !header.includes(column));
  const unknown = strangers.map((column) =>
    source?.problem(
      'unknown_column',
      ['columns', column],
      `${file} has no column ${column}.`,
      `It has ${header.join(', ')}.`,
    ),
  );
  const columns = header.map((name, index): Column => {
    const { type, description } = data.columns[name] ?? {};
    return {
      name,
      type: type ?? inferredType(rows.map((row) => row[index] ?? '')),
      ...(description && { description }),
    };
  });
  const name = file.replace(/^.*\//, '').replace(/\.csv$/, '');
  const hash = createHash('sha256').update(csv).digest('hex');
  const description = 'description' in data ? data.description : undefined;
  return {
    reference: { name: `ref.${name}`, file, ...(description && { description }), columns, hash },
    problems: unknown.filter((problem) => problem !== undefined),
  };
}

/** The narrowest type that every value of the column has; codes with leading zeros stay text. */
function inferredType(values: readonly string[]): string {
  const present = values.filter((value) => value !== '');
  const all = (pattern: RegExp): boolean =>
    present.length > 0 && present.every((value) => pattern.test(value));
  if (all(/^(true|false)$/i)) return 'BOOL';
  if (all(/^-?(0|[1-9]\d{0,17})$/)) return 'INT64';
  if (all(/^-?(0|[1-9]\d{0,28})(\.\d{1,9})?$/)) return 'NUMERIC';
  if (all(/^\d{4}-\d{2}-\d{2}$/)) return 'DATE';
  return 'STRING';
}

/** Small files only: the record reader loads them, this looks at their types. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const fields = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy;
  const body = text.replace(/^\uFEFF/, '');
  while (fields.lastIndex < body.length) {
    const match = fields.exec(body);
    if (!match) break;
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
