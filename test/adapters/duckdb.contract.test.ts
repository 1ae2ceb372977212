import path from 'node:path';
import { LocalFileStore } from '../../src/adapters/local-files';
import { describeWarehouse } from '../contract/warehouse';
import { connect } from './duckdb.connect';
import { temporaryFolder } from './folder';

describeWarehouse('DuckDB', async () => {
  const folder = await temporaryFolder();
  const file = path.join(folder.path, 'warehouse.duckdb');
  return {
    open: () => connect(file),
    store: new LocalFileStore(folder.path),
    connection: { module: path.join(__dirname, 'duckdb.connect.ts'), config: file },
    dispose: folder.remove,
  };
});
