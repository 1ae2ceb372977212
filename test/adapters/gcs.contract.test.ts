import path from 'node:path';
import { Faults } from '../cloud/faults';
import { startStorage } from '../cloud/storage';
import { describeObjectStore } from '../contract/objects';
import { connect } from './gcs.connect';

describeObjectStore('Cloud Storage', async () => {
  const server = await startStorage(new Faults());
  return {
    store: await connect(server.endpoint),
    connection: { module: path.join(__dirname, 'gcs.connect.ts'), config: server.endpoint },
    dispose: server.close,
  };
});
