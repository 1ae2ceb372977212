import type { Source } from '../core/manifest';
import { bindTo } from '../core/statement';
import type { Row } from '../core/types';
import type { Context } from '../ports/context';
import type { ObjectInfo } from '../ports/objects';
import { fileId } from './file-id';
import { type IngestResult, ingestFile } from './ingest-file';
import { logged } from './ingest-log';

/** What lies in the landing folder, as far as it still matters. */
export interface Landed {
  /** Not in the ledger yet. */
  readonly waiting: readonly { readonly source: Source; readonly object: ObjectInfo }[];
  /** Objects below no contract's prefix. */
  readonly strangers: readonly string[];
  /** Objects that were refused before, and have not been delivered again since. */
  readonly stillRefused: readonly { readonly object: string; readonly reason: string }[];
}

export interface SweepResult extends Omit<Landed, 'waiting'> {
  readonly files: readonly IngestResult[];
}

/** While one file waits for the disk or the warehouse, others are read. */
const FILES_AT_ONCE = 4;

/**
 * Brings in everything that has landed and is not in the ledger yet: missed events, interrupted work, new files.
 * @param isComplete files of which it is not true are left for another time
 * @throws the reason of `ending`, between two files
 */
export async function sweep(
  context: Context,
  run: string,
  isComplete: (object: ObjectInfo) => boolean = () => true,
): Promise<SweepResult> {
  const { waiting, ...rest } = await landed(context, isComplete);
  let begun = 0;
  const files = await logged(context, run, waiting.length, () =>
    inParallel(waiting, FILES_AT_ONCE, ({ source, object }) => {
      context.ending?.throwIfAborted();
      context.progress(`ingest ${++begun}/${waiting.length} ${object.name}`);
      return ingestFile(context, source, object, run);
    }),
  );
  return { files, ...rest };
}

/** Looks through the landing folder; nothing is brought in. @param isComplete as in `sweep` */
export async function landed(
  context: Context,
  isComplete: (object: ObjectInfo) => boolean = () => true,
): Promise<Landed> {
  const { objects, manifest } = context;
  const known = await ledger(context);
  const stillRefused: Landed['stillRefused'][number][] = [];
  const waiting: Landed['waiting'][number][] = [];
  const strangers: string[] = [];
  for await (const object of objects.list('landing')) {
    const source = sourceOf(manifest.sources, object.name);
    if (!source) {
      strangers.push(object.name);
      continue;
    }
    const entry = known.get(fileId(object));
    if (entry?.status === 'refused')
      stillRefused.push({ object: object.name, reason: String(entry.reason ?? '') });
    else if (!entry && isComplete(object)) waiting.push({ source, object });
  }
  return { waiting, strangers, stillRefused };
}

/** What became of each file, by its id. */
async function ledger({ warehouse, manifest }: Context): Promise<Map<string, Row>> {
  const { rows } = await warehouse.query(bindTo(manifest.ops.ledgerIds, {}));
  return new Map(rows.map((row) => [String(row.id), row]));
}

/** Ids of all files in the ledger. */
export async function knownFiles(context: Context): Promise<Set<string>> {
  return new Set((await ledger(context)).keys());
}

/** The contract with the longest prefix of the object's name. */
export function sourceOf(sources: readonly Source[], object: string): Source | undefined {
  return sources
    .filter((source) => object.startsWith(source.server.prefix))
    .sort((a, b) => b.server.prefix.length - a.server.prefix.length)[0];
}

/** Results in the order of the items. The first failure ends it once what was begun has ended. */
async function inParallel<T, R>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  const settled = await Promise.allSettled(Array.from({ length: width }, worker));
  for (const outcome of settled) if (outcome.status === 'rejected') throw outcome.reason;
  return results;
}
