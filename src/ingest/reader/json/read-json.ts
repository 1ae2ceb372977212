import { startsWith, UTF8_BOM } from '../bytes';
import type { FileFormat, ReadLimits, ReadOptions } from '../options';
import type { Outputs } from '../output/outputs';
import type { ByteSource } from '../source/byte-source';
import { refuseForeign } from '../source/foreign';
import { keptPrefix } from '../source/kept-prefix';
import { wholeFile } from '../source/whole';
import { checkDocument, findList } from './document';
import { JsonMembers } from './json-members';
import { JsonScanner } from './json-scanner';
import { JsonRecordWriter } from './record-writer';

type JsonFormat = Extract<FileFormat, { kind: 'json' }>;

/**
 * Reads the list of records in one JSON document. A document that is not valid is refused before anything is
 * written.
 * @returns the unknown columns
 */
export async function readJson(
  source: ByteSource,
  format: JsonFormat,
  options: ReadOptions,
  limits: ReadLimits,
  outputs: Outputs,
): Promise<readonly string[]> {
  const file = await wholeFile(source, limits.documentBytes);
  refuseForeign(file, 'JSON');
  const document = startsWith(file, UTF8_BOM) ? file.subarray(UTF8_BOM.length) : file;
  checkDocument(document);
  const list = findList(document, format.records);
  const writer = new JsonRecordWriter(outputs.clean, options);
  const elements = new Elements(document, list, limits.recordBytes, writer, outputs);
  while (elements.next()) if (outputs.waiting) await outputs.flush();
  return writer.finish();
}

/** The elements of a list in a valid document. */
class Elements {
  private readonly scanner: JsonScanner;
  private readonly members = new JsonMembers();
  private at: number;
  private position = 0;

  constructor(
    private readonly document: Buffer,
    list: number,
    private readonly limit: number,
    private readonly writer: JsonRecordWriter,
    private readonly outputs: Outputs,
  ) {
    this.scanner = new JsonScanner().over(document, document.length);
    this.at = this.scanner.space(list + 1);
  }

  /** Reads the next element. @returns false when there is none */
  next(): boolean {
    const { scanner, at: start } = this;
    if (scanner.closes(start, false)) return false;
    this.position++;
    const isObject = scanner.opensObject(start);
    const end = isObject ? this.members.scan(scanner, start) : scanner.value(start);
    const problem = this.judge(start, end, isObject);
    if (problem !== undefined) this.malformed(problem, start, end);
    this.at = scanner.separator(end, false);
    return true;
  }

  /** Writes the element when it is a record. @returns what is wrong with it */
  private judge(start: number, end: number, isObject: boolean): string | undefined {
    if (end - start > this.limit) return `longer than ${this.limit} bytes`;
    if (!isObject) return 'not an object';
    return this.writer.write(this.document, this.members, this.position);
  }

  private malformed(problem: string, start: number, end: number): void {
    const element = this.document.subarray(start, end);
    if (element.length <= this.limit) this.outputs.malformed.write(this.position, problem, element);
    else {
      const kept = keptPrefix(element);
      this.outputs.malformed.write(this.position, `${problem}; the first ${kept.length} are kept`, kept);
    }
  }
}
