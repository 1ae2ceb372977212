import { readCsv } from './csv/read-csv';
import { readJson } from './json/read-json';
import { readNdjson } from './json/read-ndjson';
import type { ReadLimits, ReadOptions, ReadRecords, ReadResult } from './options';
import { Outputs } from './output/outputs';
import { readParquet } from './parquet/read-parquet';
import { ByteSource } from './source/byte-source';
import { ByteWindow } from './source/byte-window';

const MIB = 1024 ** 2;

const DEFAULT_LIMITS: ReadLimits = {
  recordBytes: 10 * MIB,
  fileBytes: 100 * 1024 * MIB,
  documentBytes: 64 * MIB,
};

export const readRecords: ReadRecords = async (source, options, sinks) => {
  const outputs = new Outputs(sinks);
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  try {
    const bytes = await ByteSource.open(source, limits.fileBytes);
    try {
      const unknownColumns = await read(bytes, options, limits, outputs);
      await outputs.end();
      return resultOf(outputs, bytes, unknownColumns);
    } finally {
      await bytes.close();
    }
  } catch (error) {
    outputs.destroy(error instanceof Error ? error : new Error(String(error)));
    throw error;
  }
};

/** @returns the unknown columns */
function read(
  source: ByteSource,
  options: ReadOptions,
  limits: ReadLimits,
  outputs: Outputs,
): Promise<readonly string[]> {
  const { format } = options;
  switch (format.kind) {
    case 'csv':
      return readCsv(new ByteWindow(source), format, options, limits, outputs);
    case 'ndjson':
      return readNdjson(new ByteWindow(source), options, limits, outputs);
    case 'json':
      return readJson(source, format, options, limits, outputs);
    case 'parquet':
      return readParquet(source, options, limits, outputs);
  }
}

export function resultOf(
  outputs: Outputs,
  source: ByteSource,
  unknownColumns: readonly string[],
): ReadResult {
  return {
    records: outputs.clean.records,
    malformed: outputs.malformed.count,
    unknownColumns,
    bytes: source.bytes,
    cleanBytes: outputs.cleanBytes,
    multiline: outputs.multiline,
  };
}
