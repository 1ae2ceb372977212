import type { Source } from '../core/manifest';
import { bindTo } from '../core/statement';
import type { Context } from '../ports/context';
import type { ObjectInfo } from '../ports/objects';
import { fileId } from './file-id';
import { type IngestResult, ingestFile } from './ingest-file';

export interface SweepResult {
  readonly files: readonly IngestResult[];
  /** Objects below no contract's prefix. */
  readonly strangers: readonly string[];
}

/** Brings in everything that has landed and is not in the ledger yet: missed events, interrupted work, new files. */
export async function sweep(context: Context, run: string): Promise<SweepResult> {
  const { objects, manifest } = context;
  const known = await knownFiles(context);
  const pending: { source: Source; object: ObjectInfo }[] = [];
  const strangers: string[] = [];
  for await (const object of objects.list('landing')) {
    const source = sourceOf(manifest.sources, object.name);
    if (!source) strangers.push(object.name);
    else if (!known.has(fileId(object))) pending.push({ source, object });
  }
  const files: IngestResult[] = [];
  for (const [index, { source, object }] of pending.entries()) {
    context.progress(`ingest ${index + 1}/${pending.length} ${object.name}`);
    files.push(await ingestFile(context, source, object, run));
  }
  return { files, strangers };
}

async function knownFiles({ warehouse, manifest }: Context): Promise<Set<string>> {
  const { rows } = await warehouse.query(bindTo(manifest.ops.ledgerIds, {}));
  return new Set(rows.map((row) => String(row.id)));
}

/** The contract with the longest prefix of the object's name. */
export function sourceOf(sources: readonly Source[], object: string): Source | undefined {
  return sources
    .filter((source) => object.startsWith(source.server.prefix))
    .sort((a, b) => b.server.prefix.length - a.server.prefix.length)[0];
}
