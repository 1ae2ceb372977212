import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { editorSchemas } from '../../src/compile/project/schemas';

describe('the schemas for editors', () => {
  test.each(Object.keys(editorSchemas()))('%s is current; if not, run npm run schemas', (file) => {
    const kept: unknown = JSON.parse(readFileSync(join('schemas', file), 'utf8'));
    expect(kept).toEqual(JSON.parse(JSON.stringify(editorSchemas()[file])));
  });

  test('are all there are', () => {
    expect(readdirSync('schemas').sort()).toEqual(Object.keys(editorSchemas()).sort());
  });
});
