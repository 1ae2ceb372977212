import { readModelTests } from '../../compile/model-tests';
import { structureOf } from '../../core/structure';
import { type ModelTestResult, runModelTest } from '../../engine/model-test';
import { EXIT, UsageError } from '../exit';
import { print } from '../print';
import { testJson, testText } from '../test-report';
import { openInMemory, openWorld, projectRoot } from '../wire';

interface Options {
  readonly project?: string;
  readonly format: 'text' | 'json';
}

export async function test(models: readonly string[], { project, format }: Options): Promise<void> {
  const results = await testModels(projectRoot(project), models);
  if (results.length === 0 && models.length > 0)
    throw new UsageError(
      `No file in sql/tests tests ${models.join(', ')}. docs/project.md says how to write one.`,
    );
  print(format === 'json' ? testJson(results) : testText(results));
  if (results.some(({ passed }) => !passed)) process.exitCode = EXIT.defect;
}

/** Tries the tests of a project, one after the other, in a warehouse in memory. @throws {ProjectError} */
export async function testModels(root: string, models: readonly string[]): Promise<ModelTestResult[]> {
  const groups = await readModelTests(root, models);
  const { clock } = openWorld(root);
  const warehouse = await openInMemory();
  const results: ModelTestResult[] = [];
  try {
    for (const { manifest, tests } of groups) {
      const { datasets, tables } = structureOf(manifest);
      const engine = tables.filter(({ name }) => name.startsWith('ops.'));
      await warehouse.prepare({ datasets, tables: engine, views: [] });
      for (const one of tests)
        results.push(await runModelTest({ manifest, warehouse, clock }, one, results.length));
    }
  } finally {
    await warehouse.close();
  }
  return results.sort((a, b) => (place(a) < place(b) ? -1 : 1));
}

const place = ({ test: { file, line } }: ModelTestResult): string =>
  `${file}:${String(line).padStart(6, '0')}`;
