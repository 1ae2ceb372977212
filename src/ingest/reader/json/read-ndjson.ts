import { startsWith, UTF8_BOM } from '../bytes';
import type { ReadLimits, ReadOptions } from '../options';
import type { Outputs } from '../output/outputs';
import type { ByteWindow } from '../source/byte-window';
import { refuseForeign } from '../source/foreign';
import { Lines } from '../source/lines';
import { JsonMembers } from './json-members';
import { JsonScanner } from './json-scanner';
import { JsonRecordWriter } from './record-writer';

/**
 * Reads one JSON object a line. A line of white space is no record; a key that appears twice in an object makes the
 * line malformed, for nobody can tell which value was meant.
 * @returns the unknown columns
 */
export async function readNdjson(
  window: ByteWindow,
  options: ReadOptions,
  limits: ReadLimits,
  outputs: Outputs,
): Promise<readonly string[]> {
  await window.open();
  refuseForeign(window.bytes.subarray(window.start, window.end), 'NDJSON');
  if (startsWith(window.bytes.subarray(0, window.end), UTF8_BOM)) window.start += UTF8_BOM.length;
  const writer = new JsonRecordWriter(outputs.clean, options);
  const reader = new NdjsonLine(writer, outputs);
  await new Lines(window, outputs, limits.recordBytes, reader.read).read();
  return writer.finish();
}

class NdjsonLine {
  private readonly scanner = new JsonScanner();
  private readonly members = new JsonMembers();

  constructor(
    private readonly writer: JsonRecordWriter,
    private readonly outputs: Outputs,
  ) {}

  readonly read = (bytes: Buffer, start: number, end: number, line: number): void => {
    const scanner = this.scanner.over(bytes, end);
    const first = scanner.space(start);
    if (first === end) return;
    const problem = this.scan(first, start, end) ?? this.writer.write(bytes, this.members, line);
    if (problem !== undefined) this.outputs.malformed.write(line, problem, bytes.subarray(start, end));
  };

  /** @returns what is wrong with the line */
  private scan(first: number, start: number, end: number): string | undefined {
    const { scanner } = this;
    if (scanner.opensList(first)) return 'a list, not an object; a JSON document is read as format json';
    const behind = this.members.scan(scanner, first);
    const next = behind < 0 ? behind : scanner.space(behind);
    if (next === end) return undefined;
    if (next >= 0) scanner.fail('text behind the object', next);
    return `${scanner.problem} at position ${scanner.problemAt - start + 1}`;
  }
}
