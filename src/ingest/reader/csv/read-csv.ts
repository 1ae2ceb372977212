import { startsWith, UTF8_BOM } from '../bytes';
import { UnknownColumns } from '../columns';
import type { FileFormat, ReadLimits, ReadOptions } from '../options';
import type { Outputs } from '../output/outputs';
import type { ByteWindow } from '../source/byte-window';
import { refuseForeign } from '../source/foreign';
import { CsvRows } from './csv-rows';
import { brokenHeader, headerNames, noHeader } from './header';
import { layoutOf } from './layout';
import { RecordScanner } from './record-scanner';

type CsvFormat = Extract<FileFormat, { kind: 'csv' }>;

/** Reads a CSV file. @returns the unknown columns */
export async function readCsv(
  window: ByteWindow,
  format: CsvFormat,
  options: ReadOptions,
  limits: ReadLimits,
  outputs: Outputs,
): Promise<readonly string[]> {
  await window.open();
  refuseForeign(window.bytes.subarray(window.start, window.end), 'CSV');
  if (startsWith(window.bytes.subarray(0, window.end), UTF8_BOM)) window.start += UTF8_BOM.length;
  const delimiter = (format.delimiter ?? ',').charCodeAt(0);
  const scanner = new RecordScanner(delimiter);
  const { names, line, nextLine } = await readHeader(window, scanner, limits.recordBytes);
  const layout = layoutOf(names, options);
  const unknown = new UnknownColumns(options.unknown);
  unknown.add(
    layout.extras.map(({ name }) => name),
    line,
  );
  await new CsvRows(window, scanner, outputs, {
    layout,
    delimiter,
    limit: limits.recordBytes,
    line: nextLine,
  }).read();
  return unknown.reported;
}

interface Header {
  readonly names: readonly string[];
  readonly line: number;
  readonly nextLine: number;
}

/** The first line that is not blank. */
async function readHeader(window: ByteWindow, scanner: RecordScanner, limit: number): Promise<Header> {
  for (let line = 1; ; line++) {
    const content = await headerRecord(window, scanner, limit);
    if (content.length === 0) continue;
    const names = headerNames(scanner, content);
    return { names, line, nextLine: line + scanner.innerLines + 1 };
  }
}

async function headerRecord(window: ByteWindow, scanner: RecordScanner, limit: number): Promise<Buffer> {
  for (;;) {
    const { start, end } = window;
    if (start === end && window.ended) throw noHeader();
    const outcome = scanner.scan(window.bytes, start, end, window.ended);
    if (outcome === 'record' && scanner.contentEnd - start <= limit) {
      window.start = scanner.next;
      return window.bytes.subarray(start, scanner.contentEnd);
    }
    if (outcome !== 'more' || end - start > limit) throw brokenHeader(outcome);
    await window.fill();
  }
}
