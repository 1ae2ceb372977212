/**
 * The bytes of protocol buffers: numbers in groups of seven bits, and fields as a key (number and kind of wire) before
 * a value. See https://protobuf.dev/programming-guides/encoding/.
 */

/** How many bytes a value has: a varint says it itself, bytes have their length before them. */
export const WIRE = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

const TWO_TO_32 = 4_294_967_296;

export class WireReader {
  #low = 0;
  #high = 0;

  #at = 0;

  constructor(private readonly buffer: Buffer) {}

  /** Is everything read up to this offset? */
  reached(end: number): boolean {
    return this.#at >= end;
  }

  /** Field number times 8, and the kind of wire. */
  key(): number {
    return this.uint32();
  }

  uint32(): number {
    this.#varint();
    return this.#low >>> 0;
  }

  /** A negative one comes as 64 bits; the lower 32 say it all. */
  int32(): number {
    this.#varint();
    return this.#low | 0;
  }

  bool(): boolean {
    this.#varint();
    return this.#low !== 0 || this.#high !== 0;
  }

  /** Digits, since a number holds 53 bits only. */
  int64(): string {
    this.#varint();
    const high = this.#high | 0;
    const number = high * TWO_TO_32 + (this.#low >>> 0);
    if (Number.isSafeInteger(number)) return String(number);
    return String((BigInt(high) << 32n) | BigInt(this.#low >>> 0));
  }

  uint64(): string {
    this.#varint();
    return String((BigInt(this.#high >>> 0) << 32n) | BigInt(this.#low >>> 0));
  }

  double(): number {
    this.#at += 8;
    return this.buffer.readDoubleLE(this.#at - 8);
  }

  float(): number {
    this.#at += 4;
    return this.buffer.readFloatLE(this.#at - 4);
  }

  string(): string {
    const end = this.end();
    const text = this.buffer.toString('utf8', this.#at, end);
    this.#at = end;
    return text;
  }

  bytes(): Buffer {
    const end = this.end();
    const bytes = this.buffer.subarray(this.#at, end);
    this.#at = end;
    return bytes;
  }

  /** Reads the length of what follows; gives the offset at which it ends. */
  end(): number {
    const length = this.uint32();
    return this.#at + length;
  }

  skip(wire: number): void {
    if (wire === WIRE.varint) this.#varint();
    else if (wire === WIRE.bytes) this.#at = this.end();
    else if (wire === WIRE.fixed64) this.#at += 8;
    else if (wire === WIRE.fixed32) this.#at += 4;
    else throw new Error(`A message holds the kind of wire ${wire}, which is none`);
  }

  /** Into `#low` and `#high`, 32 bits each. */
  #varint(): void {
    let byte = this.#byte();
    let low = byte & 0x7f;
    let high = 0;
    for (let shift = 7; byte >= 0x80; shift += 7) {
      byte = this.#byte();
      const bits = byte & 0x7f;
      if (shift < 32) low |= bits << shift;
      if (shift === 28) high = bits >>> 4;
      else if (shift > 28) high |= bits << (shift - 32);
    }
    this.#low = low;
    this.#high = high;
  }

  #byte(): number {
    const byte = this.buffer[this.#at++];
    if (byte === undefined) throw new Error('A message ends before its last value');
    return byte;
  }
}

export class WireWriter {
  #buffer = Buffer.allocUnsafe(256);
  #length = 0;

  finish(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  key(field: number, wire: number): void {
    this.varint(field * 8 + wire);
  }

  /** Negative numbers take ten bytes, as 64 bits of two's complement. */
  varint(value: number | bigint): void {
    let rest = BigInt.asUintN(64, BigInt(value));
    for (; rest >= 0x80n; rest >>= 7n) this.#byte(Number(rest & 0x7fn) | 0x80);
    this.#byte(Number(rest));
  }

  double(value: number): void {
    this.#grow(8);
    this.#length = this.#buffer.writeDoubleLE(value, this.#length);
  }

  float(value: number): void {
    this.#grow(4);
    this.#length = this.#buffer.writeFloatLE(value, this.#length);
  }

  bytes(value: Buffer): void {
    this.varint(value.length);
    this.#grow(value.length);
    this.#length += value.copy(this.#buffer, this.#length);
  }

  #byte(value: number): void {
    this.#grow(1);
    this.#buffer[this.#length++] = value;
  }

  #grow(by: number): void {
    const needed = this.#length + by;
    if (needed <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.#buffer.length));
    this.#buffer.copy(larger, 0, 0, this.#length);
    this.#buffer = larger;
  }
}
