import { type BigQueryServer, type BigQueryServerOptions, startBigQuery } from './bigquery';
import { Faults } from './faults';
import { type StorageServer, startStorage } from './storage';

export { type Fault, Faults } from './faults';

/** BigQuery and Cloud Storage on this machine, for the real client libraries. */
export interface LocalCloud {
  readonly bigquery: BigQueryServer;
  readonly storage: StorageServer;
  /** Of both servers. */
  readonly faults: Faults;
  close(): Promise<void>;
}

/** Starts both on free ports; one analyzer and one database in memory. */
export async function startCloud(options: BigQueryServerOptions = {}): Promise<LocalCloud> {
  const faults = new Faults();
  const storage = await startStorage(faults);
  const bigquery = await startBigQuery(faults, storage.objects, options);
  const close = async () => {
    await bigquery.close();
    await storage.close();
  };
  return { bigquery, storage, faults, close };
}
