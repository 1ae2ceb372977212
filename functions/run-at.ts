import { Journal, type RunRecord } from '../src/engine/journal';
import type { Context } from '../src/ports/context';
import { BadRequest } from './failures';
import type { Log } from './log';
import { contextOf, type Site } from './site';

/** A run with the world as its manifest sees it: that with which it was planned. @throws {BadRequest} */
export async function runAt(
  site: Site,
  run: string,
  log: Log,
): Promise<{ readonly record: RunRecord; readonly context: Context }> {
  const record = await new Journal(site.objects).record(run);
  if (!record?.manifestObject) throw new BadRequest(`There is no run ${run} of an execution.`);
  return { record, context: contextOf(site, await site.manifests.at(record.manifestObject), log) };
}
