import * as z from 'zod';
import { countedText } from '../../src/core/counted';
import { runId } from '../../src/engine/begin-run';
import { collect as collectSource } from '../../src/ingest/collect';
import { BadRequest } from '../failures';
import { parsed } from '../parse';
import type { Endpoint } from '../serve';
import { contextOf } from '../site';

const request = z.object({ source: z.string() });

/** Pulls what is new from the API of one source; a call that is cut off is continued by the next one. */
export const collect: Endpoint = {
  name: 'collect',
  async handle(site, { body }, log) {
    const { source: name } = parsed(request, body);
    const context = contextOf(site, await site.manifests.active(), log.with({ source: name }));
    const source = context.manifest.sources.find((candidate) => candidate.name === name);
    if (!source) throw new BadRequest(`There is no source ${name} in the active manifest.`);
    const { environment, secrets } = site;
    const result = await collectSource(context, source, { run: runId(context), environment, secrets });
    const { pages, records, objects } = result;
    log.write('INFO', `${name}: ${countedText(records, 'record')}`, {
      event: 'collected',
      source: name,
      pages,
      records,
    });
    return { source: name, pages, records, objects: objects.length };
  },
};
