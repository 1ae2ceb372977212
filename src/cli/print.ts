import type { Cell } from '../core/types';

export type Format = 'table' | 'json' | 'csv';
export const FORMATS: readonly Format[] = ['table', 'json', 'csv'];

export interface Printable {
  readonly columns: readonly string[];
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** Data for people (aligned columns), for programs (a JSON array) or for spreadsheets. */
export function render({ columns, rows }: Printable, format: Format): string {
  if (format === 'json') return JSON.stringify(rows, null, 2);
  if (format === 'csv')
    return [columns, ...rows.map((row) => columns.map((column) => row[column]))].map(csvLine).join('\n');
  return table(columns, rows);
}

const csvLine = (cells: readonly unknown[]): string => cells.map((cell) => csvCell(cellText(cell))).join(',');
const csvCell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** As one reads a value: NULL is nothing, lists and structs are JSON. */
export function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
}

const WIDEST = 60;

function table(columns: readonly string[], rows: Printable['rows']): string {
  const cells = rows.map((row) => columns.map((column) => shorten(cellText(row[column]))));
  const widths = columns.map((column, index) =>
    Math.max(column.length, ...cells.map((row) => [...(row[index] ?? '')].length)),
  );
  const numeric = columns.map((column) => {
    const said = rows.map((row) => row[column] as Cell).filter((cell) => cellText(cell) !== '');
    return said.length > 0 && said.every(isNumber);
  });
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, index) => pad(text, widths[index] ?? 0, numeric[index] ?? false))
      .join('  ')
      .trimEnd();
  return [line(columns), widths.map((width) => '─'.repeat(width)).join('  '), ...cells.map(line)].join('\n');
}

const isNumber = (cell: Cell | undefined): boolean =>
  typeof cell === 'number' || (typeof cell === 'string' && /^-?\d[\d,]*(\.\d+)?$/.test(cell));

const shorten = (text: string): string =>
  [...text].length > WIDEST ? `${[...text].slice(0, WIDEST - 1).join('')}…` : text;

function pad(text: string, width: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, width - [...text].length));
  return right ? space + text : text + space;
}

export const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

export const printError = (text: string): void => {
  process.stderr.write(`${text}\n`);
};
