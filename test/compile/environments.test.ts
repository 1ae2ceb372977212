import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironments } from '../../src/compile/environment';
import { ProjectError } from '../../src/core/errors';

const DEV = `project: "{env:MY_PROJECT}"
region: europe-west1
groups: { analysts: "a@{env:MY_DOMAIN}", engineers: "e@{env:MY_DOMAIN}", operators: o@acme.example }
deletion_protection: false
alerts: { emails: [e@acme.example] }
`;
const VALUES = { MY_PROJECT: 'acme-dev', MY_DOMAIN: 'acme.example' };

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ecluse-environments-'));
  mkdirSync(join(root, 'environments'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const write = (name: string, text: string): void => writeFileSync(join(root, 'environments', name), text);

/** Every problem as a line of text; empty when there is none. */
function problems(variables: Readonly<Record<string, string>> = VALUES, only?: string[]): string[] {
  try {
    readEnvironments(root, variables, only);
    return [];
  } catch (error) {
    if (!(error instanceof ProjectError)) throw error;
    return error.problems.map(
      ({ place: { file, line }, message, remedy }) => `${file}:${line} ${message} ${remedy}`,
    );
  }
}

describe('an environment', () => {
  test('has defaults for sizes, retention and schedules, and none for where it is', () => {
    write('dev.yaml', DEV);
    const [dev] = readEnvironments(root, VALUES);
    expect(dev).toMatchObject({
      name: 'dev',
      project: 'acme-dev',
      cmek: false,
      retention: { landing_days: 30 },
    });
    expect(dev?.sizes.ingest.memory_mb).toBe(1024);
    write('dev.yaml', DEV.replace(/^project.*\n/, ''));
    expect(problems().join()).toContain('environments/dev.yaml:1');
    expect(problems().join()).toContain('project');
  });

  test('names each variable that is missing once, where it is first asked for, and what to do', () => {
    write('dev.yaml', DEV);
    expect(problems({})).toEqual([
      'environments/dev.yaml:1 project comes from the environment variable MY_PROJECT, which is not set. Set MY_PROJECT, or write the value here in place of {env:MY_PROJECT}.',
      'environments/dev.yaml:3 groups.analysts comes from the environment variable MY_DOMAIN, which is not set. Set MY_DOMAIN, or write the value here in place of {env:MY_DOMAIN}.',
    ]);
  });

  test('takes an empty variable for a missing one', () => {
    write('dev.yaml', DEV);
    expect(problems({ ...VALUES, MY_PROJECT: '' })).toHaveLength(1);
  });

  test('judges a value after its variables were put in', () => {
    write('dev.yaml', DEV);
    expect(problems({ ...VALUES, MY_PROJECT: 'My Project' }).join()).toContain(
      'environments/dev.yaml:1 project: expected a project id: 6 to 30 of a-z, 0-9 and -, after its environment variables were put in.',
    );
  });

  test.each([
    ['a key that nothing reads', 'regions: x\n', 4],
    ['a cron of six fields', 'schedules: { sweep: "0 0 3 * * *" }\n', 6],
    ['a perimeter that is none', 'perimeter: data\n', 6],
    ['a size without bounds', 'sizes: { ingest: { max_instances: 0 } }\n', 6],
    ['a billing account that is none', 'budget: { billing_account: mine, monthly: 5 }\n', 6],
  ])('refuses %s, with its line', (_, line) => {
    write('dev.yaml', DEV + line);
    expect(problems().join()).toMatch(/^environments\/dev\.yaml:6 /);
  });

  test('is asked for by a name that exists', () => {
    write('dev.yaml', DEV);
    expect(problems(VALUES, ['prod'])).toEqual([
      'environments:undefined there is no environment of the name prod. Add environments/<name>.yaml; docs/deploy.md says what it holds.',
    ]);
  });

  test('is missing from a project without the folder', () => {
    rmSync(join(root, 'environments'), { recursive: true });
    expect(problems().join()).toContain('there is no environment.');
  });
});
