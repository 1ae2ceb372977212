import path from 'node:path';
import { LocalFileStore } from '../../src/adapters/local-files';
import { describeWarehouse } from '../contract/warehouse';
import { temporaryFolder } from './folder';
import { connect } from './shared-warehouse.connect';

describeWarehouse('A warehouse that another one holds', async () => {
  const folder = await temporaryFolder();
  const holder = await connect(folder.path);
  return {
    open: () => connect(folder.path),
    store: new LocalFileStore(folder.path),
    connection: { module: path.join(__dirname, 'shared-warehouse.connect.ts'), config: folder.path },
    dispose: async () => {
      await holder.close();
      await folder.remove();
    },
  };
});
