import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Environment, environmentFile } from '../../core/environment';
import { type Problem, ProjectError } from '../../core/errors';
import { YamlSource } from '../project/yaml-source';
import { environmentNames, noEnvironment } from './files';
import { type Missing, type Variables, withVariables } from './variables';

export { environmentNames } from './files';
export type { Variables } from './variables';
export { readEnvironmentVars } from './vars';

/**
 * The environments of a project, from `environments/*.yaml`, in the order of promotion where there is one.
 * @param only names; absent: all
 * @throws {ProjectError} that names everything that is missing, and where to put it
 */
export function readEnvironments(
  root: string,
  variables: Variables,
  only?: readonly string[],
): Environment[] {
  const names = environmentNames(root).filter((name) => !only || only.includes(name));
  const read = names.map((name) => readEnvironment(root, name, variables));
  const problems = read.flatMap((entry) => entry.problems);
  if (names.length === 0) problems.push(noEnvironment(only));
  if (problems.length > 0) throw new ProjectError(problems);
  return read.flatMap(({ environment }) => environment ?? []);
}

/** One environment, or everything that keeps it from being one. */
export function readEnvironment(
  root: string,
  name: string,
  variables: Variables,
): { environment?: Environment; problems: Problem[] } {
  const file = `environments/${name}.yaml`;
  const source = new YamlSource(file, readFileSync(join(root, file), 'utf8'));
  const { data, problems } = source.parse(environmentFile);
  if (!data) return { problems };
  const { value, missing } = withVariables(data, variables);
  if (missing.length > 0) return { problems: missingVariables(source, missing) };
  const filled = environmentFile.safeParse(value);
  if (filled.success) return { environment: { name, ...filled.data }, problems: [] };
  return { problems: filled.error.issues.map((issue) => badVariable(source, issue)) };
}

/** Each variable once, where it is first asked for. */
function missingVariables(source: YamlSource, missing: readonly Missing[]): Problem[] {
  const first = new Map([...missing].reverse().map((entry) => [entry.name, entry]));
  return [...first.values()].reverse().map((entry) => missingVariable(source, entry));
}

function missingVariable(source: YamlSource, { path, name }: Missing): Problem {
  return source.problem(
    'invalid_value',
    path,
    `${path.map(String).join('.')} comes from the environment variable ${name}, which is not set.`,
    `Set ${name}, or write the value here in place of {env:${name}}.`,
  );
}

function badVariable(source: YamlSource, issue: { path: PropertyKey[]; message: string }): Problem {
  return source.problem(
    'invalid_value',
    issue.path,
    `${issue.path.map(String).join('.')}: ${issue.message}, after its environment variables were put in.`,
    'Correct the variable, or write the value here.',
  );
}
