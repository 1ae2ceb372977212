import type { Scalar } from '../dirt/emission';
import type { LandingFile } from './landing-file';

/** RFC 4180 with `\n`; NULL is an empty field. */
export function csvLine(values: readonly Scalar[]): string {
  return values.map(field).join(',');
}

export function csvText(file: LandingFile): string {
  const lines = file.lines.map((line) =>
    line.fate === 'malformed'
      ? line.text
      : csvLine(file.columns.map((column) => line.fields[column] ?? null)),
  );
  return `${[csvLine(file.columns), ...lines].join('\n')}\n`;
}

function field(value: Scalar): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
