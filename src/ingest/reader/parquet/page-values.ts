import type { DecodedArray } from 'hyparquet';
import { deltaBinaryUnpack } from 'hyparquet/src/delta.js';
import { byteStreamSplit } from 'hyparquet/src/encoding.js';
import { readPlain } from 'hyparquet/src/plain.js';
import { damaged, unsupported } from './damaged';
import type { Leaf } from './leaf';
import { decodeRuns } from './runs';

interface Reader {
  readonly view: DataView;
  offset: number;
}

/** `count` values, or their indexes in the dictionary where the encoding is one of a dictionary. */
export function decodeValues(bytes: Buffer, encoding: string, leaf: Leaf, count: number): DecodedArray {
  if (count === 0) return [];
  switch (encoding) {
    case 'PLAIN':
      return readPlainValues(bytes, leaf, count);
    case 'PLAIN_DICTIONARY':
    case 'RLE_DICTIONARY':
      return decodeRuns(bytes.subarray(1), bytes.readUInt8(0), count) as DecodedArray;
    case 'RLE':
      return booleans(bytes, count);
    case 'BYTE_STREAM_SPLIT':
      return byteStreamSplit(readerOf(bytes), count, typeOf(leaf), elementOf(leaf).type_length);
    case 'DELTA_BINARY_PACKED':
      return deltaNumbers(bytes, leaf, count);
    case 'DELTA_LENGTH_BYTE_ARRAY':
      return deltaLengths(readerOf(bytes), count);
    case 'DELTA_BYTE_ARRAY':
      return deltaStrings(readerOf(bytes), count);
  }
  throw unsupported(`the encoding ${encoding} of ${leaf.name}`);
}

export function readPlainValues(bytes: Uint8Array, leaf: Leaf, count: number): DecodedArray {
  return readPlain(readerOf(bytes), typeOf(leaf), count, elementOf(leaf).type_length);
}

/** A copy with an ArrayBuffer of its own: then values cannot reach beyond their page. */
function readerOf(bytes: Uint8Array): Reader {
  return { view: new DataView(new Uint8Array(bytes).buffer), offset: 0 };
}

function elementOf(leaf: Leaf) {
  const last = leaf.path.at(-1);
  if (!last) throw damaged('a column has no place in the schema');
  return last.element;
}

function typeOf(leaf: Leaf) {
  const { type } = elementOf(leaf);
  if (!type) throw damaged(`${leaf.name} has no type`);
  return type;
}

/** Runs behind the four bytes of their length. */
function booleans(bytes: Buffer, count: number): boolean[] {
  const length = bytes.readUInt32LE(0);
  return Array.from(decodeRuns(bytes.subarray(4, 4 + length), 1, count), (bit) => bit === 1);
}

/**
 * In 64 bits also where the numbers have 32: some writers do not wrap unsigned ones around, and the decoder for 32
 * bits then reads something else without a word.
 */
function deltaNumbers(bytes: Buffer, leaf: Leaf, count: number): DecodedArray {
  const numbers = new BigInt64Array(count);
  deltaBinaryUnpack(readerOf(bytes), count, numbers);
  if (typeOf(leaf) !== 'INT32') return numbers;
  return Int32Array.from(numbers, (number) => Number(BigInt.asIntN(32, number)));
}

function lengthsOf(reader: Reader, count: number): Int32Array {
  const lengths = new Int32Array(count);
  deltaBinaryUnpack(reader, count, lengths);
  return lengths;
}

function deltaLengths(reader: Reader, count: number): Uint8Array[] {
  return Array.from(lengthsOf(reader, count), (length) => takeBytes(reader, length));
}

/** Each value begins with a part of the one before it; together they may not be larger than memory. */
function deltaStrings(reader: Reader, count: number): Uint8Array[] {
  const prefixes = lengthsOf(reader, count);
  const suffixes = lengthsOf(reader, count);
  const values: Uint8Array[] = [];
  let previous: Uint8Array = new Uint8Array(0);
  let total = 0;
  for (let i = 0; i < count; i++) {
    const prefix = prefixes[i] as number;
    const suffix = takeBytes(reader, suffixes[i] as number);
    total += prefix + suffix.length;
    if (prefix < 0 || prefix > previous.length) throw damaged('a value repeats more than the one before it');
    if (total > MAX_EXPANDED_BYTES) throw damaged('the values of a page are larger than memory allows');
    previous = prefix === 0 ? suffix : Buffer.concat([previous.subarray(0, prefix), suffix]);
    values.push(previous);
  }
  return values;
}

const MAX_EXPANDED_BYTES = 128 * 1024 * 1024;

function takeBytes(reader: Reader, length: number): Uint8Array {
  const { view } = reader;
  if (length < 0 || reader.offset + length > view.byteLength)
    throw damaged('a value is longer than its page');
  const bytes = new Uint8Array(view.buffer, view.byteOffset + reader.offset, length);
  reader.offset += length;
  return bytes;
}
