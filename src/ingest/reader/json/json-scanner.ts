import { BYTES } from '../bytes';

const {
  BACKSLASH,
  CLOSE_LIST,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  CR,
  LF,
  MINUS,
  NINE,
  OPEN_LIST,
  OPEN_OBJECT,
  PLUS,
  POINT,
  QUOTE,
  SMALL_E,
  SMALL_U,
  SPACE,
  TAB,
  ZERO,
} = BYTES;

/** Deeper nesting is refused: BigQuery reads no JSON that is deeper. */
const MAX_DEPTH = 500;

/** The bit that tells `e` from `E`. */
const LOWER_CASE = 0x20;

const LITERALS = ['null', 'true', 'false'].map((word) => Array.from(Buffer.from(word)));
const SHORT_ESCAPES = new Set(Buffer.from('"\\/bfnrt'));

/**
 * Walks over JSON text (RFC 8259) in bytes and checks it, without making values of it: numbers keep their text.
 *
 * Each method takes a position and returns the one behind what it walked over, or -1; then `problem` says what was
 * wrong and `problemAt` where.
 */
export class JsonScanner {
  problem = '';
  problemAt = 0;
  /** The last string walked over has escapes. */
  escaped = false;
  /** The last string walked over holds U+0000, which warehouses do not load. */
  holdsNul = false;

  private bytes: Buffer = Buffer.alloc(0);
  private end = 0;
  /** 1 where the container at that depth is an object. */
  private readonly objects = new Uint8Array(MAX_DEPTH + 1);

  over(bytes: Buffer, end: number): this {
    this.bytes = bytes;
    this.end = end;
    return this;
  }

  /** The byte at `at`, or -1 at the end. */
  peek(at: number): number {
    return at < this.end ? (this.bytes[at] as number) : -1;
  }

  space(from: number): number {
    const { bytes, end } = this;
    let at = from;
    while (at < end && isSpace(bytes[at] as number)) at++;
    return at;
  }

  /** One value of any kind, which begins at `from`. */
  value(from: number): number {
    const first = this.peek(from);
    if (first === QUOTE) return this.string(from);
    if (first === OPEN_OBJECT || first === OPEN_LIST) return this.container(from);
    return this.scalar(from);
  }

  string(from: number): number {
    const { bytes, end } = this;
    this.escaped = false;
    this.holdsNul = false;
    if (this.peek(from) !== QUOTE) return this.fail('a string was expected', from);
    for (let at = from + 1; at < end; at++) {
      const byte = bytes[at] as number;
      if (byte === QUOTE) return at + 1;
      if (byte < SPACE) return this.fail('control character inside a string', at);
      if (byte !== BACKSLASH) continue;
      at = this.escape(at);
      if (at < 0) return at;
    }
    return this.fail('string not closed', end);
  }

  /** `:` with white space around it. */
  colon(from: number): number {
    const at = this.space(from);
    return this.peek(at) === COLON ? this.space(at + 1) : this.fail('":" was expected', at);
  }

  /** Behind a member or an element: the position of the next one, or of the closing bracket. */
  separator(from: number, object: boolean): number {
    const at = this.space(from);
    const byte = this.peek(at);
    if (byte === (object ? CLOSE_OBJECT : CLOSE_LIST)) return at;
    if (byte !== COMMA) return this.fail(object ? '"," or "}" was expected' : '"," or "]" was expected', at);
    const next = this.space(at + 1);
    const closes = this.peek(next) === (object ? CLOSE_OBJECT : CLOSE_LIST);
    return closes ? this.fail('"," before a closing bracket', at) : next;
  }

  closes(at: number, object: boolean): boolean {
    return this.peek(at) === (object ? CLOSE_OBJECT : CLOSE_LIST);
  }

  opensList(at: number): boolean {
    return this.peek(at) === OPEN_LIST;
  }

  opensObject(at: number): boolean {
    return this.peek(at) === OPEN_OBJECT;
  }

  fail(problem: string, at: number): number {
    this.problem = at >= this.end ? `${problem}, the text ends` : problem;
    this.problemAt = Math.min(at, this.end);
    return -1;
  }

  /** An object or a list with all that is in it; a loop, for hostile text must not exhaust the stack. */
  private container(from: number): number {
    let depth = 0;
    let at = from;
    for (;;) {
      // Here `at` is at the beginning of a value.
      if (this.opensList(at) || this.opensObject(at)) {
        if (++depth > MAX_DEPTH) return this.fail(`nested deeper than ${MAX_DEPTH}`, at);
        this.objects[depth] = this.opensObject(at) ? 1 : 0;
        at = this.space(at + 1);
        if (!this.closes(at, this.objects[depth] === 1)) {
          at = this.memberValue(at, depth);
          if (at < 0) return at;
          continue;
        }
      } else {
        at = this.value(at);
        if (at < 0) return at;
        at = this.separator(at, this.objects[depth] === 1);
        if (at < 0) return at;
      }
      // Here `at` is at a closing bracket or at the next member.
      while (this.closes(at, this.objects[depth] === 1)) {
        at++;
        if (--depth === 0) return at;
        at = this.separator(at, this.objects[depth] === 1);
        if (at < 0) return at;
      }
      at = this.memberValue(at, depth);
      if (at < 0) return at;
    }
  }

  /** In an object, walks over the key. */
  private memberValue(at: number, depth: number): number {
    if (this.objects[depth] === 0) return at;
    const keyEnd = this.string(at);
    return keyEnd < 0 ? keyEnd : this.colon(keyEnd);
  }

  /** @returns the last byte of the escape that begins at `at` */
  private escape(at: number): number {
    this.escaped = true;
    const kind = this.peek(at + 1);
    if (SHORT_ESCAPES.has(kind)) return at + 1;
    if (kind !== SMALL_U) return this.fail('unknown escape', at);
    const unit = this.codeUnit(at);
    if (unit < 0) return this.fail('"\\u" takes four hexadecimal digits', at);
    if (unit === 0) this.holdsNul = true;
    if (unit < 0xd800 || unit > 0xdfff) return at + 5;
    const low = this.codeUnit(at + 6);
    const paired = unit < 0xdc00 && low >= 0xdc00 && low <= 0xdfff;
    return paired ? at + 11 : this.fail('half of a surrogate pair', at);
  }

  /** The code unit of the escape `\uXXXX` at `at`, or -1. */
  private codeUnit(at: number): number {
    if (at + 6 > this.end) return -1;
    const text = this.bytes.toString('latin1', at, at + 6);
    return /^\\u[0-9a-fA-F]{4}$/.test(text) ? Number.parseInt(text.slice(2), 16) : -1;
  }

  private scalar(from: number): number {
    const first = this.peek(from);
    if (first === MINUS || isDigit(first)) return this.number(from);
    const literal = LITERALS.find((word) => this.matches(word, from));
    return literal ? from + literal.length : this.fail('a value was expected', from);
  }

  private matches(word: readonly number[], from: number): boolean {
    for (let i = 0; i < word.length; i++) if (this.peek(from + i) !== word[i]) return false;
    return true;
  }

  private number(from: number): number {
    let at = this.peek(from) === MINUS ? from + 1 : from;
    const leadingZero = this.peek(at) === ZERO;
    at = leadingZero ? at + 1 : this.digits(at);
    if (at >= 0 && leadingZero && isDigit(this.peek(at)))
      return this.fail('number with a leading zero', from);
    if (at >= 0 && this.peek(at) === POINT) at = this.digits(at + 1);
    if (at >= 0 && (this.peek(at) | LOWER_CASE) === SMALL_E) at = this.exponent(at + 1);
    return at;
  }

  private exponent(from: number): number {
    const sign = this.peek(from);
    return this.digits(sign === PLUS || sign === MINUS ? from + 1 : from);
  }

  private digits(from: number): number {
    let at = from;
    while (isDigit(this.peek(at))) at++;
    return at > from ? at : this.fail('a digit was expected', from);
  }
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= NINE;
}

function isSpace(byte: number): boolean {
  return byte <= SPACE && (byte === SPACE || byte === LF || byte === CR || byte === TAB);
}
