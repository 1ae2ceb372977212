import { type Announced, ingestAnnounced } from '../../src/engine/announced-file';
import { WarehouseError } from '../../src/ports/warehouse';
import type { Fields, Severity } from '../log';
import type { Endpoint } from '../serve';
import { contextOf } from '../site';
import { announcedObject } from './announcement';

/** After so long it comes back, before Pub/Sub gives up; its job works on, and the next delivery finds it. */
const PATIENCE_MS = 420_000;

/** Brings the announced object into bronze. What is answered with 200 is not delivered again. */
export const ingest: Endpoint = {
  name: 'ingest',
  async handle(site, { body }, log) {
    const patience = AbortSignal.timeout(PATIENCE_MS);
    const object = announcedObject(body, site.landing);
    if (!object) return { status: 'ignored' };
    const { name, generation } = object;
    const told = log.with({ object: name, generation });
    const context = contextOf(site, await site.manifests.active(), told);
    const result = await ingestAnnounced(context, site.executions, object, patience);
    if (result.status === 'busy')
      throw new WarehouseError('pending', `${name} is being brought in by another call`);
    const [severity, message] = SAID[result.status];
    told.write(severity, message, countsOf(result));
    return { status: result.status };
  },
};

/** Why a file was refused stands in the ledger: it may quote the file. */
const SAID: Readonly<Record<Exclude<Announced['status'], 'busy'>, readonly [Severity, string]>> = {
  loaded: ['INFO', 'brought in'],
  known: ['INFO', 'had been brought in before'],
  refused: ['ERROR', 'refused; the reason is in ops.ledger'],
  stranger: ['WARNING', 'belongs to no contract'],
  gone: ['NOTICE', 'was replaced or deleted before it could be read'],
};

function countsOf(result: Announced): Fields {
  if (!('records' in result)) return {};
  const { source, id, records, malformed } = result;
  return { event: 'file_ingested', source, file_id: id, records, malformed };
}
