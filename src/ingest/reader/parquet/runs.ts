/** Small whole numbers, in an array no wider than they need. */
export type Numbers = Uint8Array | Uint16Array | Uint32Array;

/** Room for `count` numbers of `width` bits. */
export function numbersOf(count: number, width: number): Numbers {
  if (width <= 8) return new Uint8Array(count);
  return width <= 16 ? new Uint16Array(count) : new Uint32Array(count);
}

/**
 * Parquet's hybrid of run lengths and bit packing, as it encodes levels and dictionary indexes. Reads exactly
 * `count` numbers: what the file says about the length of a run cannot make it read or write more.
 *
 * @param width bits of a number, at most 32
 * @throws {RangeError} when the bytes end before
 */
export function decodeRuns(bytes: Buffer, width: number, count: number): Numbers {
  if (width > 32) throw new RangeError(`numbers of ${width} bits`);
  const numbers = numbersOf(count, width);
  if (width === 0) return numbers;
  const reader = new RunReader(bytes);
  for (let seen = 0; seen < count; ) {
    const header = reader.varint();
    const left = count - seen;
    if ((header & 1) === 1) seen += reader.packed(numbers, seen, Math.min((header >>> 1) * 8, left), width);
    else seen += reader.repeated(numbers, seen, Math.min(header >>> 1, left), width);
  }
  return numbers;
}

class RunReader {
  private at = 0;
  constructor(private readonly bytes: Buffer) {}

  /** Unsigned LEB128, up to 32 bits. */
  varint(): number {
    let result = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.bytes.readUInt8(this.at++);
      result += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return result;
    }
    throw new RangeError('number of more than 32 bits');
  }

  repeated(numbers: Numbers, from: number, count: number, width: number): number {
    const length = Math.ceil(width / 8);
    const value = this.bytes.readUIntLE(this.at, length);
    this.at += length;
    numbers.fill(value, from, from + count);
    return count;
  }

  packed(numbers: Numbers, from: number, count: number, width: number): number {
    const start = this.at;
    for (let i = 0; i < count; i++) numbers[from + i] = this.bitsAt(start, i * width, width);
    this.at = start + Math.ceil(count / 8) * width;
    return count;
  }

  private bitsAt(start: number, bit: number, width: number): number {
    const first = start + Math.floor(bit / 8);
    const skip = bit % 8;
    const length = Math.ceil((skip + width) / 8);
    if (first + length > this.bytes.length) throw new RangeError('packed numbers end too early');
    let value = 0;
    for (let i = 0; i < length; i++) value += (this.bytes[first + i] as number) * 2 ** (8 * i);
    return Math.floor(value / 2 ** skip) % 2 ** width;
  }
}
