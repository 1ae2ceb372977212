/** The function table of the documentation, written from the allow-list itself. */
import { displayName } from './call';
import { SCALAR_FAMILIES, SET_FAMILIES } from './index';
import { REFUSED, REFUSED_FAMILIES } from './refused';

interface Described {
  readonly differs: string;
}

/** Markdown: one table for each family, and one of what is refused. */
export function functionTable(): string {
  const families = Object.entries({ ...SCALAR_FAMILIES, ...SET_FAMILIES });
  const tables = families.map(([title, entries]) => familyTable(title, entries));
  return [...tables, refusedTable()].join('\n\n');
}

function familyTable(title: string, entries: Readonly<Record<string, Described>>): string {
  const rows = Object.entries(entries).map(([name, { differs }]) =>
    row(code(displayName(name)), differs || 'the same in both'),
  );
  return [
    `### ${title}`,
    '',
    row('function', 'what BigQuery does and DuckDB does not'),
    '| --- | --- |',
    ...rows,
  ].join('\n');
}

function refusedTable(): string {
  const rows = Object.entries(REFUSED).map(([name, { reason, remedy }]) =>
    row(code(displayName(name)), reason, remedy),
  );
  const families = REFUSED_FAMILIES.map(({ title, remedy }) => row(title, 'is not supported', remedy));
  const head = ['### Refused by name', '', row('function', 'why', 'instead'), '| --- | --- | --- |'];
  return [...head, ...rows, ...families].join('\n');
}

function row(...cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function code(text: string): string {
  return `\`${text}\``;
}
