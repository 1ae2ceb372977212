import { PassThrough } from 'node:stream';
import { businessDate, timestampText } from '../core/dates';
import type { Source } from '../core/manifest';
import { bindTo, scratchName } from '../core/statement';
import type { Values } from '../core/types';
import type { Context } from '../ports/context';
import { ObjectError, type ObjectInfo } from '../ports/objects';
import { WarehouseError } from '../ports/warehouse';
import { Attempts } from './attempts';
import { deliveriesOf, type Redelivery, redeliveryOf } from './deliveries';
import { discardScratch } from './discard-scratch';
import { archivedAs, fileId } from './file-id';
import { KeptReading } from './kept-reading';
import { LazyObject } from './lazy-object';
import { type FileFormat, type ReadResult, RefusedFile, readRecords } from './reader';
import { snapshotDate } from './snapshot-date';
import { type WithdrawnBefore, withdrawnBefore } from './withdrawn-before';

/** What became of a file. */
export interface IngestResult {
  readonly object: string;
  readonly source: string;
  readonly id: string;
  readonly status: 'loaded' | 'refused' | 'known';
  readonly records: number;
  readonly malformed: number;
  /** Columns that the contract does not have. */
  readonly unknownColumns: readonly string[];
  /** What the contract says about them. */
  readonly drift: Source['drift'];
  /** File of the contract. */
  readonly contract: string;
  /** It is loaded, and the object had been before. */
  readonly redelivery?: Redelivery;
  /** It is loaded, though what came before under its name was withdrawn. */
  readonly withdrawn?: WithdrawnBefore;
  /** Why it was refused: what was found, what to do. */
  readonly reason?: string;
}

/**
 * Brings one object in, exactly once however often it is called. The generation that was announced is copied to the
 * archive and only the copy is read; rows and ledger entry become visible together, or not at all.
 * @param patience once it aborts, the call ends as `pending` while a job works; the same call goes on from there
 * @throws {WarehouseError} {ObjectError} `not_found` when that generation is gone
 */
export async function ingestFile(
  context: Context,
  source: Source,
  object: ObjectInfo,
  run: string,
  patience?: AbortSignal,
): Promise<IngestResult> {
  const id = fileId(object);
  const delivered = await deliveriesOf(context, { source: source.name, object: object.name });
  const { name, drift, file: contract } = source;
  const nothing = { records: 0, malformed: 0, unknownColumns: [] };
  const base = { object: object.name, source: name, id, drift, contract, ...nothing };
  if (delivered.some((delivery) => delivery.id === id)) return { ...base, status: 'known' };
  const archived = await archive(context, source, object, id);
  const attempts = new Attempts(context.objects, id);
  const attempt = await attempts.current();
  const values = { ...fileValues(context, object, id, run), drift };
  const file = { source, object, id, job: `${id}_${attempt}`, values };
  return attempts.counted(attempt, context.clock, async () => {
    try {
      const read = await bringIn(context, file, archived, patience);
      const redelivery = redeliveryOf(source, object.generation, delivered);
      const withdrawn = await withdrawnBefore(
        context.objects,
        { source: name, generation: object.generation },
        archived,
        delivered,
      );
      const told = { ...(redelivery && { redelivery }), ...(withdrawn && { withdrawn }) };
      return { ...base, status: 'loaded', ...read, ...told };
    } catch (error) {
      if (!(error instanceof RefusedFile)) throw error;
      const { message: reason, unknownColumns } = error;
      await refuse(context, file, reason, unknownColumns);
      return { ...base, status: 'refused', unknownColumns, reason };
    }
  });
}

interface IncomingFile {
  readonly source: Source;
  readonly object: ObjectInfo;
  readonly id: string;
  /** End of the ids of its jobs, different for each attempt. */
  readonly job: string;
  readonly values: Values;
}

async function bringIn(
  context: Context,
  file: IncomingFile,
  archived: ObjectInfo,
  patience?: AbortSignal,
): Promise<Pick<IngestResult, 'records' | 'malformed' | 'unknownColumns'>> {
  const { source, id, values } = file;
  const reading = new KeptReading(context.objects, cleanName(source, id));
  try {
    const read = (await reading.find()) ?? (await clean(context, source, archived, id));
    const { records, malformed, unknownColumns } = read;
    const counted = { ...values, records, malformed, unknown_columns: unknownColumns };
    await keptWhilePending(reading, read, load(context, { ...file, values: counted }, read, patience));
    return { records, malformed, unknownColumns };
  } finally {
    await reading.end();
  }
}

async function refuse(
  { warehouse, manifest }: Context,
  file: IncomingFile,
  reason: string,
  unknownColumns: readonly string[],
): Promise<void> {
  const refusal = { ...file.values, source: file.source.name, reason, unknown_columns: unknownColumns };
  await warehouse.execute(`refuse_${file.job}`, [bindTo(manifest.ops.refuseFile, refusal)]);
}

async function keptWhilePending(reading: KeptReading, read: ReadResult, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (error instanceof WarehouseError && error.kind === 'pending') await reading.keep(read);
    throw error;
  }
}

const cleanName = (source: Source, id: string): string => `${source.name}/${id}.csv`;
const malformedName = (source: Source, id: string): string => `${source.name}/${id}.ndjson`;

/** The archive is immutable: a copy that is there already is the copy. */
async function archive(
  { objects }: Context,
  source: Source,
  object: ObjectInfo,
  id: string,
): Promise<ObjectInfo> {
  const name = archivedAs(source.name, id);
  const there = await objects.stat('archive', name);
  if (there) return there;
  try {
    return await objects.copy(object, 'archive', name, { ifGeneration: '0' });
  } catch (error) {
    const other =
      error instanceof ObjectError && error.kind === 'precondition'
        ? await objects.stat('archive', name)
        : null;
    if (!other) throw error;
    return other;
  }
}

function fileValues({ clock }: Context, object: ObjectInfo, id: string, run: string): Values {
  return {
    file_id: id,
    object: object.name,
    generation: object.generation,
    size: object.size,
    run,
    ingested_at: timestampText(clock.now()),
  };
}

/** Reads the archived copy through the record reader; both outputs are whole objects or none. */
async function clean(
  { objects }: Context,
  source: Source,
  archived: ObjectInfo,
  id: string,
): Promise<ReadResult> {
  const cleaned = new PassThrough();
  const malformed = new LazyObject(objects, 'malformed', malformedName(source, id));
  const writing = objects.write('clean', cleanName(source, id), cleaned);
  const file = objects.read('archive', archived.name, archived.generation);
  const reading = readRecords(file, readOptions(source), { clean: cleaned, malformed }).catch(
    (error: Error) => {
      // The writes must not complete half an object: they end with the reason why reading ended.
      cleaned.destroy(error);
      malformed.destroy(error);
      throw error;
    },
  );
  // All have ended before any failure is told, so that nothing goes on behind the caller's back.
  const [read, ...written] = await Promise.allSettled([
    reading,
    writing,
    reading.then(() => malformed.whole()),
  ]);
  for (const outcome of [read, ...written]) if (outcome.status === 'rejected') throw outcome.reason;
  return reading;
}

function readOptions(source: Source): Parameters<typeof readRecords>[1] {
  return {
    format: formatOf(source),
    columns: source.columns.map((column) => column.name),
    required: source.columns.filter((column) => column.required).map((column) => column.name),
    unknown: source.drift === 'refuse' ? 'refuse' : 'keep',
  };
}

function formatOf({ server }: Source): FileFormat {
  if (server.kind === 'api') return { kind: 'json', records: server.records };
  if (server.format === 'json') return { kind: 'json', records: server.records ?? '' };
  if (server.format === 'csv')
    return { kind: 'csv', ...(server.delimiter && { delimiter: server.delimiter }) };
  return { kind: server.format };
}

/** The warehouse takes no such file, now or later. */
async function unlessTooLarge(load: Promise<unknown>): Promise<void> {
  try {
    await load;
  } catch (error) {
    if (!(error instanceof WarehouseError) || error.kind !== 'limit') throw error;
    throw new RefusedFile('too_large', error.message);
  }
}

async function load(
  context: Context,
  { source, object, id, job, values }: IncomingFile,
  { cleanBytes, multiline }: ReadResult,
  patience?: AbortSignal,
): Promise<void> {
  const { warehouse, objects, manifest } = context;
  const request = {
    address: objects.address('clean', cleanName(source, id)),
    table: scratchName(source.clean, id),
    columns: [...source.columns.map((column) => column.name), '_extra', '_line'],
    bytes: cleanBytes,
    multiline,
  };
  await unlessTooLarge(warehouse.load(`load_${job}`, request, patience));
  const dates = {
    created_date: businessDate(object.created, manifest.project.timeZone),
    snapshot_date: snapshotDate(source, object.name),
  };
  await warehouse.execute(
    `ingest_${job}`,
    source.ingest.map((statement) => bindTo(statement, { ...values, ...dates, task: id })),
    patience,
  );
  await discardScratch(warehouse, id);
}
