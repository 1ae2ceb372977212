import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CompileResult, compileForEnvironment, compileProject } from '../../src/compile';
import { readEnvironments } from '../../src/compile/environment';
import { ProjectError, problemText } from '../../src/core/errors';
import { makeTargets } from '../../stacks/targets';
import { writeFolder } from './support/compiling';
import { SHOP } from './support/shop';

const ENVIRONMENT = `project: acme-shop
region: europe-west1
groups: { analysts: a@acme.example, engineers: e@acme.example, operators: "o@{env:NOWHERE}" }
deletion_protection: false
alerts: { emails: [e@acme.example] }
`;

let root: string;
beforeAll(() => {
  root = writeFolder({
    ...SHOP,
    'environments/dev.yaml': `${ENVIRONMENT}vars: { least_amount: 7 }\n`,
    'environments/prod.yaml': ENVIRONMENT,
  });
});
afterAll(() => rmSync(root, { recursive: true }));

const compile = (name: string): Promise<CompileResult> =>
  compileForEnvironment(root, join(root, '.ecluse'), name);

/** What is staged of gold.daily. */
const leastAmount = ({ manifest }: Pick<CompileResult, 'manifest'>): string | undefined =>
  /amount >= \d+/.exec(JSON.stringify(manifest.models.find(({ name }) => name === 'gold.daily')))?.[0];

async function refusal(vars: string): Promise<string> {
  writeFileSync(join(root, 'environments/wrong.yaml'), `${ENVIRONMENT}vars: ${vars}\n`);
  try {
    await compile('wrong');
    return 'none';
  } catch (error) {
    if (!(error instanceof ProjectError)) throw error;
    return error.problems.map((problem) => problemText(problem).replace(/\s+/g, ' ')).join('\n');
  } finally {
    rmSync(join(root, 'environments/wrong.yaml'));
  }
}

describe('the vars of an environment', () => {
  test('stand in its SQL in place of the values of ecluse.yaml, and in nobody else’s', async () => {
    const own = await compileProject(root, join(root, '.ecluse', 'manifest.json'));
    const dev = await compile('dev');
    expect([leastAmount(own), leastAmount(dev)]).toEqual(['amount >= 0', 'amount >= 7']);
    expect(await compile('prod')).toEqual({ manifest: own.manifest, cached: true });
    expect(readdirSync(join(root, '.ecluse')).sort()).toEqual(['manifest-dev.json', 'manifest.json']);
  }, 30_000);

  test('compile nothing again until they change, whatever else the environment says', async () => {
    const file = join(root, 'environments/dev.yaml');
    writeFileSync(file, `${ENVIRONMENT}cmek: true\nvars: { least_amount: 7 }\n`);
    expect((await compile('dev')).cached).toBe(true);
    writeFileSync(file, `${ENVIRONMENT}vars: { least_amount: 8 }\n`);
    const again = await compile('dev');
    expect([again.cached, leastAmount(again)]).toEqual([false, 'amount >= 8']);
  }, 30_000);

  test('are in the manifest from which the stacks of that environment are made', async () => {
    const environments = readEnvironments(root, { NOWHERE: 'acme.example' });
    const targets = await makeTargets(root, join(root, 'build'), environments);
    const found = targets.map(({ environment: { name }, manifest }) => [name, leastAmount({ manifest })]);
    expect(found).toEqual([
      ['dev', 'amount >= 8'],
      ['prod', 'amount >= 0'],
    ]);
    expect(new Set(targets.map(({ files }) => files.manifest)).size).toBe(2);
  }, 30_000);

  test.each([
    [
      '{ least_amont: 7 }',
      'vars.least_amont: ecluse.yaml has no var of this name. Did you mean least_amount?',
    ],
    [
      '{ other: 7 }',
      'ecluse.yaml has no var of this name. Add it to vars of ecluse.yaml, or remove it here.',
    ],
    ['{ least_amount: "7" }', 'vars.least_amount is a string here and a number in ecluse.yaml.'],
    ['{ least_amount: "{env:LEAST}" }', 'the value itself'],
    ['{ least_amount: [7] }', 'environments/wrong.yaml:6'],
  ])('%s is refused at its line', async (vars, says) => {
    const text = await refusal(vars);
    expect(text).toContain('environments/wrong.yaml:6');
    expect(text).toContain(says);
  });

  test('of an environment that is not there are refused by its name', async () => {
    await expect(compile('../dev')).rejects.toThrow('there is no environment of the name ../dev');
  });
});
