import path from 'node:path';
import { LocalFileStore } from '../../src/adapters/local-files';
import { describeObjectStore } from '../contract/objects';
import { temporaryFolder } from './folder';

describeObjectStore('a folder', async () => {
  const folder = await temporaryFolder();
  return {
    store: new LocalFileStore(folder.path),
    connection: { module: path.join(__dirname, 'local-files.connect.ts'), config: folder.path },
    dispose: folder.remove,
  };
});
