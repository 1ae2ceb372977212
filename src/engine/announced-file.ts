import { fileId } from '../ingest/file-id';
import { type IngestResult, ingestFile } from '../ingest/ingest-file';
import { sourceOf } from '../ingest/sweep';
import type { Context } from '../ports/context';
import type { Executions } from '../ports/executions';
import { ObjectError, type ObjectInfo } from '../ports/objects';
import { runId } from './begin-run';
import { exclusively } from './exclusive';
import { Wanted } from './wanted';

/**
 * `stranger`: it belongs to no contract. `gone`: it was deleted or replaced before it could be read; what replaced it
 * is announced by itself. `busy`: somebody else is bringing it in.
 */
export type Announced = IngestResult | { readonly status: 'stranger' | 'gone' | 'busy' };

/**
 * Brings in one object that was announced, however often it is, and starts the pipelines that wait for its source.
 * @throws {WarehouseError} `pending` when patience ran out, `transient`; it is to be announced again
 */
export async function ingestAnnounced(
  context: Context,
  executions: Executions,
  object: ObjectInfo,
  patience: AbortSignal,
): Promise<Announced> {
  const source = sourceOf(context.manifest.sources, object.name);
  if (!source) return { status: 'stranger' };
  const work = () => ingestFile(context, source, object, runId(context), patience);
  const result = await exclusively(context, `files/${fileId(object)}.json`, () => unlessGone(work));
  if (result === null) return { status: 'busy' };
  // Also for what is known: whoever brought it in may have died before it could start them.
  if (result.status === 'loaded' || result.status === 'known')
    for (const pipeline of context.manifest.pipelines)
      if (pipeline.triggers.some((trigger) => trigger.kind === 'on_file' && trigger.source === source.name))
        await new Wanted(context, executions, pipeline.name).want(`on_file ${source.name}`);
  return result;
}

async function unlessGone(work: () => Promise<IngestResult>): Promise<Announced> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ObjectError && error.kind === 'not_found') return { status: 'gone' };
    throw error;
  }
}
