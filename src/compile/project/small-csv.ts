export interface CsvRow {
  readonly values: readonly string[];
  /** 1-based line on which it begins. */
  readonly line: number;
}

const FIELD = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;

/** Rows of a small file; the record reader loads it, this is for looking at names and types. Empty lines are no rows; what cannot be read ends the rows with one without values. */
export function parseCsv(text: string): CsvRow[] {
  const body = text.replace(/^\uFEFF/, '');
  const rows: CsvRow[] = [];
  let at = 0;
  let line = 1;
  while (at < body.length) {
    const { values, end } = rowAt(body, at);
    if (end === at) return [...rows, { values: [], line }];
    if (values.length > 1 || values[0] !== '') rows.push({ values, line });
    line += body.slice(at, end).split('\n').length - 1;
    at = end;
  }
  return rows;
}

function rowAt(body: string, start: number): { values: string[]; end: number } {
  const values: string[] = [];
  FIELD.lastIndex = start;
  for (;;) {
    const match = FIELD.exec(body);
    if (!match) return { values: [], end: start };
    values.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] !== ',') return { values, end: FIELD.lastIndex };
  }
}
