import { z } from 'zod';
import { testYaml } from '../model-tests/test-file';
import { ecluseYaml } from './ecluse-yaml';
import { migrationYaml } from './migration';
import { completeModelHeader } from './model-header';
import { odcs } from './odcs';
import { referenceYaml } from './reference';

const SCHEMAS = {
  ecluse: { title: 'ecluse.yaml: an Écluse project', schema: ecluseYaml },
  contract: { title: 'contracts/*.yaml: a data contract (ODCS v3)', schema: odcs },
  'model-header': { title: 'The header of sql/silver/*.sql and sql/gold/*.sql', schema: completeModelHeader },
  migration: {
    title: 'migrations/*.yaml: what a breaking change is allowed to break',
    schema: migrationYaml,
  },
  test: { title: 'sql/tests/*.yaml: tests of a model', schema: testYaml },
  reference: { title: 'reference/*.yaml: a description of a reference table', schema: referenceYaml },
};

/** JSON Schemas of what a data team writes, by the name of their file: what editors complete and underline. */
export function editorSchemas(): Readonly<Record<string, object>> {
  const entries = Object.entries(SCHEMAS).map(([name, { title, schema }]) => {
    // As it is written, before defaults are filled in and short forms spelled out.
    const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
    return [`${name}.schema.json`, { $schema, title, ...rest }] as const;
  });
  return Object.fromEntries(entries);
}
