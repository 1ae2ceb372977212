import { openBigQuery } from '../../src/adapters/bigquery';
import { systemClock } from '../../src/adapters/system';
import type { Warehouse } from '../../src/ports/warehouse';

/** @param endpoint of a local BigQuery server */
export async function connect(endpoint: string): Promise<Warehouse> {
  return openBigQuery({
    project: 'local',
    location: 'EU',
    endpoint,
    clock: systemClock,
    scratch: 'contract_scratch',
    maxRetryDelaySeconds: 0.02,
  });
}
