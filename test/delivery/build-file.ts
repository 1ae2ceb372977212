import protos from '@google-cloud/cloudbuild/build/protos/protos.json';
import { checkMessage, messageOf } from '../protos/check';

interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly timeout?: string;
  readonly waitFor?: readonly string[];
}

/** A build file of Cloud Build, as far as the rules below look into it. */
export interface BuildFile {
  readonly steps: readonly Step[];
  readonly substitutions?: Readonly<Record<string, string>>;
  readonly serviceAccount?: string;
  readonly timeout?: string;
  readonly options?: { readonly logging?: string };
}

const BUILD = messageOf(protos, 'google.devtools.cloudbuild.v1.Build');
/** Substitutions that Cloud Build gives to every build of a trigger. */
const GIVEN = [
  'PROJECT_ID',
  'PROJECT_NUMBER',
  'BUILD_ID',
  'LOCATION',
  'COMMIT_SHA',
  'SHORT_SHA',
  'BRANCH_NAME',
];
/** A tag that names a version to its last part, or a digest. */
const PINNED = /:\d+\.\d+\.\d+(-[\w.]+)?$|@sha256:[0-9a-f]{64}$/;
const SECRET =
  /BEGIN [A-Z ]*PRIVATE KEY|AIza[\w-]{30}|gh[pousr]_\w{30}|ya29\.|(password|token|api[_-]?key)\s*[:=]\s*\S/i;

/** Everything that is wrong with a build file, by place. */
export const problemsOf = (file: BuildFile): string[] => [
  ...checkMessage('build', file, BUILD),
  ...file.steps.flatMap((step, index) => stepProblems(step, index, file.steps)),
  ...substitutionProblems(file),
  ...(SECRET.test(JSON.stringify(file)) ? ['build: looks as if it held a secret'] : []),
  ...(file.options?.logging ? [] : ['build.options.logging: an own account needs a choice']),
  ...(file.serviceAccount ? [] : ['build.serviceAccount: expected an account of its own']),
  ...(file.timeout ? [] : ['build.timeout: expected a limit']),
];

function stepProblems(step: Step, index: number, steps: readonly Step[]): string[] {
  const at = `build.steps[${index}]`;
  const before = steps.slice(0, index).map(({ id }) => id);
  return [
    ...(step.id ? [] : [`${at}.id: expected a name`]),
    ...(before.includes(step.id) ? [`${at}.id: ${step.id} is there twice`] : []),
    ...(PINNED.test(step.name ?? '') ? [] : [`${at}.name: ${step.name} is not pinned to a version`]),
    ...(step.timeout ? [] : [`${at}.timeout: expected a limit`]),
    ...(step.waitFor ?? [])
      .filter((id) => id !== '-' && !before.includes(id))
      .map((id) => `${at}.waitFor: no step before it is called ${id}`),
  ];
}

/** `$${NAME}` and `$$NAME` are for the shell; the text of a `script` is not substituted at all. */
function substitutionProblems({ substitutions = {}, ...rest }: BuildFile): string[] {
  const text = JSON.stringify(rest, (key, value) => (key === 'script' ? undefined : value));
  const used = [...text.matchAll(/(?<!\$)\$\{?([A-Z_][A-Z0-9_]*)/g)].map(([, name = '']) => name);
  const declared = Object.keys(substitutions);
  return [
    ...used
      .filter((name) => !declared.includes(name) && !GIVEN.includes(name))
      .map((name) => `build: ${name} is used and not declared`),
    ...declared
      .filter((name) => !used.includes(name))
      .map((name) => `build.substitutions.${name} is not used`),
    ...declared
      .filter((name) => !/^_[A-Z0-9_]+$/.test(name))
      .map((name) => `build.substitutions.${name}: expected _NAME`),
  ];
}
