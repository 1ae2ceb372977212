import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { WarehouseError } from '../../../src/ports/warehouse';
import type { Objects } from '../storage/objects';
import type { Engine } from './engine';
import type { ErrorProto } from './failures';

export interface LoadConfiguration {
  readonly sourceUris: readonly string[];
  readonly destinationTable: { readonly datasetId: string; readonly tableId: string };
  readonly schema: { readonly fields: readonly { readonly name: string; readonly type: string }[] };
  readonly [option: string]: unknown;
}

/** The only configuration that is emulated: with any other one the rows would be others than BigQuery's. */
const EMULATED = {
  sourceFormat: 'CSV',
  encoding: 'UTF-8',
  fieldDelimiter: ',',
  quote: '"',
  nullMarker: '',
  skipLeadingRows: 0,
  allowJaggedRows: false,
  ignoreUnknownValues: false,
  preserveAsciiControlCharacters: true,
  autodetect: false,
  maxBadRecords: 0,
  createDisposition: 'CREATE_IF_NEEDED',
  writeDisposition: 'WRITE_TRUNCATE',
};

/** @returns the rows loaded. @throws a list of errors, as a failed job carries them */
export async function runLoad(
  engine: Engine,
  objects: Objects,
  job: string,
  configuration: LoadConfiguration,
): Promise<number> {
  refuseOthers(configuration);
  const { sourceUris, destinationTable, schema } = configuration;
  const uri = sourceUris[0] ?? '';
  const [, bucket = '', name = ''] = /^gs:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
  const object = objects.find(bucket, name);
  if (!object) throw [{ reason: 'notFound', message: `Not found: URI ${uri}` }];
  const folder = await mkdtemp(path.join(tmpdir(), 'ecluse-load-'));
  const file = path.join(folder, 'clean.csv');
  const table = `${destinationTable.datasetId}.${destinationTable.tableId}`;
  try {
    if (!configuration.allowQuotedNewlines && hasLongRecords(object.bytes.toString('utf8')))
      throw [{ reason: 'invalid', message: `Missing close quote character (") in ${uri}` }];
    await writeFile(file, object.bytes);
    const columns = schema.fields.map((field) => field.name);
    const { affected } = await engine.warehouse.load(job, { address: file, table, columns });
    return affected[0] ?? 0;
  } catch (error) {
    throw error instanceof WarehouseError ? failed(error, uri) : error;
  } finally {
    engine.forget(table);
    await rm(folder, { recursive: true, force: true });
  }
}

/** Some line ends in the middle of a quoted field. */
const hasLongRecords = (text: string): boolean =>
  text.split(/[\r\n]/).some((line) => line.split('"').length % 2 === 0);

function refuseOthers(configuration: LoadConfiguration): void {
  const wrong = Object.entries(EMULATED).filter(([option, value]) => configuration[option] !== value);
  const types = configuration.schema.fields.filter(
    ({ name, type }) => type !== (name === '_line' ? 'INTEGER' : 'STRING'),
  );
  const names = [...wrong.map(([option]) => option), ...types.map(({ name }) => `type of ${name}`)];
  if (names.length === 0) return;
  throw [{ reason: 'invalid', message: `The local server does not emulate this: ${names.join(', ')}` }];
}

/** BigQuery's summary, then its detail, with the line where it knows it. */
function failed({ message }: WarehouseError, uri: string): ErrorProto[] {
  const line = /line (\d+): (.*?)\. Nothing was loaded/.exec(message);
  const summary =
    'Error while reading data, error message: CSV processing encountered too many errors, giving up. Rows: 1; errors: 1; max bad: 0; error percent: 0';
  const detail = `Error while reading data, error message: ${worded(line?.[2] ?? message)}; line_number: ${line?.[1] ?? 1} byte_offset_to_start_of_line: 0 File: ${uri}`;
  return [
    { reason: 'invalid', message: summary },
    { reason: 'invalid', location: uri, message: detail },
  ];
}

function worded(reason: string): string {
  const [, expected, found] = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(reason) ?? [];
  if (expected === undefined) return reason;
  if (Number(found) > Number(expected)) return 'Too many values in line';
  return `CSV table references column position ${Number(expected) - 1}, but line contains only ${found} columns.`;
}
