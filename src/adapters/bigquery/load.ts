import { parsePath } from '../../ports/table-path';
import { type LoadRequest, WarehouseError } from '../../ports/warehouse';
import { failureOf } from './failures';
import type { Job } from './resources';

/** The clean form and nothing else: nothing is detected, forgiven or padded. */
const CLEAN_FORM = {
  sourceFormat: 'CSV',
  encoding: 'UTF-8',
  fieldDelimiter: ',',
  quote: '"',
  skipLeadingRows: 0,
  allowJaggedRows: false,
  ignoreUnknownValues: false,
  preserveAsciiControlCharacters: true,
  autodetect: false,
  maxBadRecords: 0,
};

/** A file whose fields may hold line ends cannot be split, and is read up to this size only. */
const MULTILINE_BYTES = 4 * 1024 ** 3;

/**
 * The configuration of a load. WRITE_TRUNCATE replaces a table with its policies, so it goes into scratch only.
 * @throws {WarehouseError} `invalid`, `limit`
 */
export function loadConfiguration(
  { address, table, columns, bytes = 0, multiline = true }: LoadRequest,
  project: string,
  scratch: string,
) {
  const { dataset: datasetId, table: tableId } = parsePath(table);
  if (datasetId !== scratch)
    throw new WarehouseError('invalid', `Files are loaded into ${scratch}, not into ${table}.`);
  if (address.includes('*'))
    throw new WarehouseError(
      'invalid',
      `${address} has a "*", which BigQuery takes for a pattern; rename it.`,
    );
  if (multiline && bytes > MULTILINE_BYTES)
    throw new WarehouseError(
      'limit',
      `Some of its fields hold line ends, and of such a file BigQuery loads ${MULTILINE_BYTES} bytes at most; in clean form it has ${bytes}. Deliver it in parts.`,
    );
  const load = {
    ...CLEAN_FORM,
    allowQuotedNewlines: multiline,
    // An unquoted empty field is NULL, a quoted one is an empty text; any other marker would make both one text.
    nullMarker: '',
    sourceUris: [address],
    schema: { fields: columns.map(field) },
    destinationTable: { projectId: project, datasetId, tableId },
    createDisposition: 'CREATE_IF_NEEDED',
    writeDisposition: 'WRITE_TRUNCATE',
  };
  return { load };
}

const field = (name: string) => ({
  name,
  type: name === '_line' ? 'INTEGER' : 'STRING',
  mode: 'NULLABLE',
});

/** @returns the rows loaded. @throws {WarehouseError} why it failed, with the line and without the content of others */
export function loadedRows(job: Job, { address }: LoadRequest): number {
  const failure = failureOf(job);
  if (!failure) return Number(job.statistics?.load?.outputRows ?? 0);
  const details = (job.status?.errors ?? []).map(({ message = '' }) => message).join(' ');
  if (failure.kind !== 'invalid') throw failure;
  const line = /line_number: (\d+)/.exec(details)?.[1];
  const where = line ? `${address}, line ${line}` : address;
  throw new WarehouseError('invalid', `${where}: ${reasonOf(details)}. Nothing was loaded.`, {
    cause: failure,
  });
}

const REASONS = [
  /references column position \d+, but line contains only \d+ columns/,
  /Too many values in (?:line|row)/,
  /Could not parse '[^'\n]*' as \w+ for field \w+/,
  /(?:Missing close quote character|Unterminated|Data between close quote character)[^.;]*/,
  /Bad character \(ASCII 0\) encountered/,
];

function reasonOf(details: string): string {
  const found = REASONS.map((reason) => reason.exec(details)?.[0]).find((text) => text !== undefined);
  return found ?? 'not in clean form (CSV, comma, quotes doubled)';
}
