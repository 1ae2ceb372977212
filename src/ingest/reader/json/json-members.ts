import { BYTES } from '../bytes';
import type { JsonScanner } from './json-scanner';

const { OPEN_OBJECT, QUOTE } = BYTES;

/** The members of one JSON object as ranges of bytes. The arrays hold `count` valid entries. */
export class JsonMembers {
  count = 0;
  /** Keys, quotes included. */
  keyStarts = new Int32Array(32);
  keyEnds = new Int32Array(32);
  valueStarts = new Int32Array(32);
  valueEnds = new Int32Array(32);
  /** 1 where the value is a string with escapes. */
  escaped = new Uint8Array(32);
  /** Index of a member whose text holds U+0000 (not somewhere inside a nested value); -1: none. */
  nulAt = -1;

  /** Walks over the object that begins at `from`. @returns the position behind it, or -1 */
  scan(scanner: JsonScanner, from: number): number {
    this.count = 0;
    this.nulAt = -1;
    if (scanner.peek(from) !== OPEN_OBJECT) return scanner.fail('an object was expected', from);
    let at = scanner.space(from + 1);
    while (at >= 0 && !scanner.closes(at, true)) at = this.member(scanner, at);
    return at < 0 ? at : at + 1;
  }

  private member(scanner: JsonScanner, keyStart: number): number {
    const keyEnd = scanner.string(keyStart);
    if (keyEnd < 0) return keyEnd;
    const valueStart = scanner.colon(keyEnd);
    if (valueStart < 0) return valueStart;
    scanner.escaped = false;
    scanner.holdsNul = false;
    const valueEnd = scanner.value(valueStart);
    if (valueEnd < 0) return valueEnd;
    this.add(keyStart, keyEnd, valueStart, valueEnd, scanner);
    return scanner.separator(valueEnd, true);
  }

  private add(keyStart: number, keyEnd: number, start: number, end: number, scanner: JsonScanner): void {
    const index = this.count++;
    if (index === this.keyStarts.length) this.grow();
    this.keyStarts[index] = keyStart;
    this.keyEnds[index] = keyEnd;
    this.valueStarts[index] = start;
    this.valueEnds[index] = end;
    this.escaped[index] = scanner.escaped ? 1 : 0;
    if (scanner.holdsNul && scanner.peek(start) === QUOTE) this.nulAt = index;
  }

  private grow(): void {
    this.keyStarts = doubled(this.keyStarts);
    this.keyEnds = doubled(this.keyEnds);
    this.valueStarts = doubled(this.valueStarts);
    this.valueEnds = doubled(this.valueEnds);
    const escaped = new Uint8Array(2 * this.escaped.length);
    escaped.set(this.escaped);
    this.escaped = escaped;
  }
}

function doubled(numbers: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * numbers.length);
  larger.set(numbers);
  return larger;
}
