import path from 'node:path';
import { startCloud } from '../cloud';
import { describeWarehouse } from '../contract/warehouse';
import { connect } from './bigquery.connect';
import { connect as connectStore } from './gcs.connect';

const ONCE = 'BigQuery runs a job id once, ever: a job that failed is found failed, callers count attempts';

describeWarehouse(
  'BigQuery',
  async () => {
    const cloud = await startCloud({ pageRows: 100 });
    const { endpoint, provision } = cloud.bigquery;
    return {
      open: () => connect(endpoint),
      store: await connectStore(cloud.storage.endpoint),
      connection: { module: path.join(__dirname, 'bigquery.connect.ts'), config: endpoint },
      provision,
      dispose: cloud.close,
    };
  },
  {
    skip: [
      { test: 'a job that failed may be tried again under its id', reason: ONCE },
      { test: 'a cancelled job may be tried again under its id', reason: ONCE },
      {
        test: 'tables that a failed job created are gone',
        reason: "BigQuery's transactions hold no DDL; such a job is refused",
      },
      ...[
        'a table that is to be replaced has the new types and no rows, and others keep theirs',
        'a table that is to be replaced begins with the rows of a query of the old one, or stays',
        'what is recorded of a structure is written with it, or neither',
        'a view can take the place of a table that is to be replaced, and a table that of a view',
      ].map((test) => ({ test, reason: 'Terraform makes and replaces tables; prepare only checks them' })),
      ...[
        'what was made for a task is discarded, and what was made for others stays',
        'a load whose table was discarded loads again',
      ].map((test) => ({ test, reason: 'tables of the scratch dataset expire by themselves' })),
      {
        test: 'a file whose name has an asterisk is itself',
        reason: 'BigQuery takes it for a pattern, and has no way to write it otherwise; it is refused',
      },
      {
        test: 'a name of a column may have double quotes',
        reason: "BigQuery's names of columns have none",
      },
      {
        test: 'a process killed in the middle of a job leaves all of it or nothing, and the job is found accordingly',
        reason: 'a job runs at Google and outlives the process that started it',
      },
    ],
  },
);
