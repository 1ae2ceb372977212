import { PassThrough } from 'node:stream';
import { countedText } from '../core/counted';
import { timestampText } from '../core/dates';
import type { Reference } from '../core/manifest';
import { bindTo, scratchName, taskSuffix } from '../core/statement';
import type { Context } from '../ports/context';
import { Attempts } from './attempts';
import { discardScratch } from './discard-scratch';
import { readRecords } from './reader';

/** Where in `manifests` the content of a reference table lies, by version: put there when the project is deployed or opened. */
export const referenceObject = ({ name, version }: Pick<Reference, 'name' | 'version'>): string =>
  `references/${name}/${version}.csv`;

export interface LoadedReference {
  readonly version: string;
  readonly seq: number;
}

/** What the reference tables hold now, by name. */
export async function loadedReferences({
  warehouse,
  manifest,
}: Context): Promise<Map<string, LoadedReference>> {
  const { rows } = await warehouse.query(bindTo(manifest.ops.partitions, {}));
  return new Map(
    rows.map((row) => [String(row.table_name), { version: String(row.version), seq: Number(row.seq) }]),
  );
}

/**
 * Replaces a reference table by what its version holds. The same run may try again after a failure that has passed,
 * with jobs of other ids; while one may be at work, it asks for that one.
 * @param seq of what the table holds now; 0: nothing
 * @throws {WarehouseError} `assertion` when somebody else has replaced it meanwhile
 */
export async function loadReference(
  context: Context,
  reference: Reference,
  seq: number,
  run: string,
): Promise<void> {
  const attempts = new Attempts(context.objects, taskSuffix(run, reference.name));
  const attempt = await attempts.current();
  await attempts.counted(attempt, context.clock, () => replace(context, reference, seq, run, attempt));
}

async function replace(
  context: Context,
  reference: Reference,
  seq: number,
  run: string,
  attempt: number,
): Promise<void> {
  const { warehouse, objects, clock } = context;
  const job = taskSuffix(run, reference.name, attempt);
  const columns = reference.columns.map((column) => column.name);
  const clean = `_reference/${job}.csv`;
  await readInto(context, reference, columns, clean);
  const table = scratchName(reference.scratch, job);
  await warehouse.load(`load_${job}`, {
    address: objects.address('clean', clean),
    table,
    columns: [...columns, '_extra', '_line'],
  });
  const values = {
    task: job,
    table_name: reference.name,
    publications: seq,
    seq: seq + 1,
    version: reference.version,
    run,
    task_id: reference.name,
    now: timestampText(clock.now()),
  };
  await warehouse.execute(
    `publish_${job}`,
    reference.load.map((statement) => bindTo(statement, values)),
  );
  await discardScratch(warehouse, job);
  await objects.delete('clean', clean);
}

async function readInto(
  { objects }: Context,
  reference: Reference,
  columns: readonly string[],
  clean: string,
): Promise<void> {
  const sinks = { clean: new PassThrough(), malformed: new PassThrough() };
  const options = { format: { kind: 'csv' }, columns, required: columns, unknown: 'refuse' } as const;
  const [read] = await Promise.all([
    readRecords(objects.read('manifests', referenceObject(reference)), options, sinks),
    objects.write('clean', clean, sinks.clean),
    objects.write('malformed', `${clean}.malformed`, sinks.malformed),
  ]);
  await objects.delete('malformed', `${clean}.malformed`);
  if (read.malformed > 0)
    throw new Error(
      `${reference.file}: ${countedText(read.malformed, 'line')} without the fields of the header. Correct the file.`,
    );
}
