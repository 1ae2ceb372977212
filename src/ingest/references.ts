import { PassThrough } from 'node:stream';
import { timestampText } from '../core/dates';
import type { Reference } from '../core/manifest';
import { bindTo, scratchName, taskSuffix } from '../core/statement';
import type { Context } from '../ports/context';
import { Attempts } from './attempts';
import { discardScratch } from './discard-scratch';
import { readRecords } from './reader';

/** Where the content of a reference table lies, by version: put there when the project is deployed or opened. */
export const referenceObject = ({ name, version }: Reference): string => `_reference/${name}/${version}.csv`;

/**
 * Replaces the reference tables whose content or types have changed since they were loaded.
 * @returns the names of those that were
 */
export async function refreshReferences(context: Context, run: string): Promise<string[]> {
  const loaded = await loadedVersions(context);
  const stale = context.manifest.references.filter(
    ({ name, version }) => loaded.get(name)?.version !== version,
  );
  for (const reference of stale) await refresh(context, reference, loaded.get(reference.name)?.seq ?? 0, run);
  return stale.map((reference) => reference.name);
}

interface Loaded {
  readonly version: string;
  readonly seq: number;
}

async function loadedVersions({ warehouse, manifest }: Context): Promise<Map<string, Loaded>> {
  const { rows } = await warehouse.query(bindTo(manifest.ops.partitions, {}));
  return new Map(
    rows.map((row) => [String(row.table_name), { version: String(row.version), seq: Number(row.seq) }]),
  );
}

/** The same run may try again after a failure that has passed, with jobs of other ids. */
async function refresh(context: Context, reference: Reference, seq: number, run: string): Promise<void> {
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
    readRecords(objects.read('archive', referenceObject(reference)), options, sinks),
    objects.write('clean', clean, sinks.clean),
    objects.write('malformed', `${clean}.malformed`, sinks.malformed),
  ]);
  await objects.delete('malformed', `${clean}.malformed`);
  if (read.malformed > 0)
    throw new Error(
      `${reference.file}: ${read.malformed} lines do not have the fields of the header. Correct them.`,
    );
}
