// Writes schemas/*.schema.json, which editors read, from the schemas by which the compiler reads.
const { execFileSync } = require('node:child_process');
const { mkdirSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

require('tsx/cjs');
const { editorSchemas } = require('../src/compile/project/schemas.ts');

const folder = join(__dirname, '..', 'schemas');
mkdirSync(folder, { recursive: true });
for (const [file, schema] of Object.entries(editorSchemas()))
  writeFileSync(join(folder, file), `${JSON.stringify(schema, null, 2)}\n`);
execFileSync('npx', ['biome', 'format', '--write', folder], { stdio: 'inherit' });
