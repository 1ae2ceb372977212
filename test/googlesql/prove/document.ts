/** docs/googlesql.md: the prose is written by hand, the function table is generated after its marker. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { functionTable } from '../../../src/googlesql/duckdb/functions/table';

const FILE = join(__dirname, '..', '..', '..', 'docs', 'googlesql.md');
const MARKER = '<!-- functions -->';

export function currentDocument(): string {
  return readFileSync(FILE, 'utf8');
}

export function generatedDocument(): string {
  const [prose = ''] = currentDocument().split(MARKER);
  return `${prose}${MARKER}\n\n${functionTable()}\n`;
}

export function writeDocument(): void {
  writeFileSync(FILE, generatedDocument());
}
