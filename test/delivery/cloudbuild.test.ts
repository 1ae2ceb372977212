import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type BuildFile, problemsOf } from './build-file';
import { triggersOf } from './triggers';

const ROOT = join(__dirname, '../..');
const read = (file: string): BuildFile => parse(readFileSync(join(ROOT, file), 'utf8')) as BuildFile;
const scripts = Object.keys(
  (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object }).scripts,
);
const FILES = ['cloudbuild.pr.yaml', 'cloudbuild.yaml'];

describe.each(FILES)('%s', (name) => {
  const file = read(name);
  const text = readFileSync(join(ROOT, name), 'utf8');

  test('is what Cloud Build accepts, pinned, limited, with an account of its own', () => {
    expect(problemsOf(file)).toEqual([]);
  });

  test('installs, tests, bundles and synthesizes before anything is planned', () => {
    const ids = file.steps.map(({ id }) => id);
    expect(ids.slice(0, 6)).toEqual(['install', 'terraform', 'test', 'bundle', 'synth', 'plan']);
  });

  test('runs scripts that exist', () => {
    const called = [
      ...[...text.matchAll(/npm run (?:--silent )?([\w:]+)/g)].map(([, script = '']) => script),
      ...[...text.matchAll(/args: \["run", "(\w+)"\]/g)].map(([, script = '']) => script),
    ];
    expect(called.length).toBeGreaterThan(2);
    expect(called.filter((script) => !scripts.includes(script))).toEqual([]);
  });

  test('stops a script at the first thing that fails', () => {
    const bodies = (parse(text) as { steps: { script?: string }[] }).steps.flatMap(
      ({ script }) => script ?? [],
    );
    expect(bodies.filter((body) => !/^#!\/usr\/bin\/env bash\nset -euo pipefail\n/.test(body))).toEqual([]);
  });
});

test('a deployment expands, then switches the manifest, then contracts, then goes on to the next environment', () => {
  const ids = read('cloudbuild.yaml').steps.map(({ id }) => id);
  expect(ids.slice(-5)).toEqual(['plan', 'expand', 'switch', 'contract', 'promote']);
});

test('every command of a build that changes an environment keeps the order of commits', () => {
  const { steps } = parse(readFileSync(join(ROOT, 'cloudbuild.yaml'), 'utf8')) as {
    steps: { script?: string; env?: string[] }[];
  };
  const deploying = steps.filter(({ script }) => script?.includes('npm run --silent deploy'));
  expect(deploying).toHaveLength(3);
  for (const { script, env } of deploying) {
    expect(script).toContain('deploy -- "$ENVIRONMENT" --commit "$COMMIT"');
    expect(env?.join(' ')).toMatch(/COMMIT=\$\{COMMIT_SHA\}/);
  }
});

describe('the triggers', () => {
  const triggers = triggersOf();

  test('plan once for all environments, and deploy each', () => {
    expect(triggers.map(({ stack, id }) => `${stack} ${id}`)).toEqual([
      'dev-delivery deploy',
      'dev-delivery plan',
      'prod-delivery deploy',
      'staging-delivery deploy',
    ]);
    expect(triggers.find(({ id }) => id === 'plan')?.value.substitutions).toEqual({
      _ENVIRONMENTS: 'dev staging prod',
    });
  });

  test('give exactly the substitutions that their build file declares', () => {
    for (const { file, value } of triggers)
      expect(Object.keys(value.substitutions as object).sort()).toEqual(
        Object.keys(read(file).substitutions ?? {}).sort(),
      );
  });

  test('build as an account that the build file names as well', () => {
    for (const { file, value } of triggers) {
      const [, account = ''] = /(ecluse-\w+)@/.exec(String(value.service_account)) ?? [];
      expect(read(file).serviceAccount).toContain(`/${account}@`);
    }
  });

  test('wait for a person only before prod', () => {
    const waiting = triggers.filter(
      ({ value }) => (value.approval_config as { approval_required: boolean }).approval_required,
    );
    expect(waiting.map(({ stack }) => stack)).toEqual(['prod-delivery']);
  });
});

describe('the check', () => {
  const good = read('cloudbuild.yaml');
  const [step] = good.steps;

  test.each([
    [{ ...good, subsitutions: {} }, 'build.subsitutions: Build has no such field'],
    [{ ...good, timeout: '30m' }, 'build.timeout: expected seconds such as 600s'],
    [{ ...good, options: { logging: 'CLOUD' } }, 'build.options.logging: CLOUD is none of'],
    [{ ...good, steps: [{ ...step, args: 'ci' }] }, 'build.steps[0].args: expected a list'],
    [{ ...good, steps: [{ ...step, waitFor: ['later'] }] }, 'no step before it is called later'],
    [{ ...good, steps: [{ ...step, name: 'node:22' }] }, 'node:22 is not pinned'],
    [{ ...good, steps: [{ ...step, env: ['A=$_UNKNOWN'] }] }, '_UNKNOWN is used and not declared'],
    [
      { ...good, substitutions: { ...good.substitutions, _IDLE: '' } },
      'build.substitutions._IDLE is not used',
    ],
    [{ ...good, steps: [{ ...step, env: ['TOKEN=abc'] }] }, 'looks as if it held a secret'],
  ])('finds what is wrong in %#', (file, problem) => {
    expect(problemsOf(file as unknown as BuildFile).join('\n')).toContain(problem);
  });
});
