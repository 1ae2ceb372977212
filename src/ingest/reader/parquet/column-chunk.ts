import type { CompressionCodec, DecodedArray } from 'hyparquet';
import { damaged, unsupported } from './damaged';
import { decompress } from './decompress';
import type { Leaf } from './leaf';
import { isCount, type Page, type PageHeader } from './page-reader';
import { decodeValues, readPlainValues } from './page-values';
import { decodeRuns, type Numbers } from './runs';

/** A data page taken apart. */
export interface DataPage {
  /** One entry a value or null, `undefined` where nothing can be null. */
  readonly definitions: Numbers | undefined;
  readonly repetitions: Numbers | undefined;
  /** Nulls included. */
  readonly count: number;
  /** The values that are not null, or indexes of them in the dictionary. */
  readonly values: DecodedArray;
  readonly indexed: boolean;
}

/** The dictionary in a dictionary page. */
export function dictionaryOf({ header, body }: Page, codec: CompressionCodec, leaf: Leaf): DecodedArray {
  const count = header.dictionary_page_header?.num_values;
  if (!isCount(count)) throw damaged(`the dictionary of ${leaf.name} does not say its size`);
  const bytes = decompress(body, codec, header.uncompressed_page_size);
  return readPlainValues(bytes, leaf, count);
}

/** The levels and values in a data page, of either version. */
export function dataPageOf(page: Page, codec: CompressionCodec, leaf: Leaf): DataPage {
  if (page.header.type === 'DATA_PAGE') return dataPageV1(page, codec, leaf);
  if (page.header.type === 'DATA_PAGE_V2') return dataPageV2(page, codec, leaf);
  throw unsupported(`a page of type ${String(page.header.type)} in ${leaf.name}`);
}

function dataPageV1({ header, body }: Page, codec: CompressionCodec, leaf: Leaf): DataPage {
  const data = header.data_page_header;
  if (!data) throw damaged(`a page of ${leaf.name} has no header`);
  const bytes = asBuffer(decompress(body, codec, header.uncompressed_page_size));
  const { repetition_level_encoding, definition_level_encoding, num_values: count } = data;
  const repetitions = levelsV1(bytes, 0, count, leaf.maxRepetition, repetition_level_encoding);
  const definitions = levelsV1(bytes, repetitions.end, count, leaf.maxDefinition, definition_level_encoding);
  return taken(leaf, count, repetitions.levels, definitions.levels, data.encoding, bytes, definitions.end);
}

interface LevelsV1 {
  readonly levels: Numbers | undefined;
  readonly end: number;
}

/** The levels behind the four bytes of their length. */
function levelsV1(bytes: Buffer, at: number, count: number, max: number, encoding: unknown): LevelsV1 {
  if (max === 0) return { levels: undefined, end: at };
  if (encoding !== 'RLE') throw unsupported(`levels encoded as ${String(encoding)}`);
  const length = bytes.readUInt32LE(at);
  const end = at + 4 + length;
  if (end > bytes.length) throw damaged('levels are longer than their page');
  return { levels: decodeRuns(bytes.subarray(at + 4, end), bitWidth(max), count), end };
}

function dataPageV2({ header, body }: Page, codec: CompressionCodec, leaf: Leaf): DataPage {
  const data = header.data_page_header_v2;
  if (!data) throw damaged(`a page of ${leaf.name} has no header`);
  const { num_values: count, definition_levels_byte_length, repetition_levels_byte_length } = data;
  const lengths = [repetition_levels_byte_length, definition_levels_byte_length];
  if (!lengths.every(isCount)) throw damaged(`a page of ${leaf.name} does not say where its levels end`);
  const levels = repetition_levels_byte_length + definition_levels_byte_length;
  if (levels > body.length) throw damaged(`the levels of ${leaf.name} are longer than their page`);
  const repetitions = levelsV2(body.subarray(0, repetition_levels_byte_length), count, leaf.maxRepetition);
  const definitions = levelsV2(
    body.subarray(repetition_levels_byte_length, levels),
    count,
    leaf.maxDefinition,
  );
  const bytes = valuesV2(body.subarray(levels), header, levels, codec, data.is_compressed !== false);
  return taken(leaf, count, repetitions, definitions, data.encoding, bytes, 0);
}

function levelsV2(bytes: Buffer, count: number, max: number): Numbers | undefined {
  return max === 0 ? undefined : decodeRuns(bytes, bitWidth(max), count);
}

function valuesV2(
  body: Buffer,
  header: PageHeader,
  levels: number,
  codec: CompressionCodec,
  compressed: boolean,
): Buffer {
  return asBuffer(
    decompress(body, compressed ? codec : 'UNCOMPRESSED', header.uncompressed_page_size - levels),
  );
}

function taken(
  leaf: Leaf,
  count: number,
  repetitions: Numbers | undefined,
  definitions: Numbers | undefined,
  encoding: string,
  bytes: Buffer,
  at: number,
): DataPage {
  const present = definitions ? countOf(definitions, leaf.maxDefinition) : count;
  const values = decodeValues(bytes.subarray(at), encoding, leaf, present);
  return { definitions, repetitions, count, values, indexed: encoding.endsWith('_DICTIONARY') };
}

function countOf(numbers: Numbers, wanted: number): number {
  let count = 0;
  for (let i = 0; i < numbers.length; i++) if (numbers[i] === wanted) count++;
  return count;
}

function bitWidth(max: number): number {
  return 32 - Math.clz32(max);
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
