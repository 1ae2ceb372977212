import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Lineage } from '../../ports/lineage';

/** OpenLineage events as lines of JSON, a file for each day, in a folder that any tool can read. */
export function openLocalLineage(folder: string): Lineage {
  return {
    naming: { namespace: 'duckdb', prefix: '' },
    emit: async (event) => {
      await mkdir(folder, { recursive: true });
      await appendFile(join(folder, `${event.eventTime.slice(0, 10)}.ndjson`), `${JSON.stringify(event)}\n`);
    },
  };
}
