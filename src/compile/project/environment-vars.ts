import type { Problem } from '../../core/errors';
import { nearest } from '../nearest';
import { didYouMean, problemAt } from '../problems';
import type { EnvironmentVars, Vars } from './types';

/** The vars that SQL is compiled with: an environment replaces values, and neither adds names nor changes types. */
export function varsOf(
  project: Vars,
  environment: EnvironmentVars | undefined,
): { vars: Vars; problems: Problem[] } {
  const problems = Object.keys(environment?.vars ?? {}).flatMap((name) =>
    environment ? problemsOf(name, project, environment) : [],
  );
  return { vars: { ...project, ...environment?.vars }, problems };
}

function problemsOf(name: string, project: Vars, { vars, places }: EnvironmentVars): Problem[] {
  const path = ['vars', name];
  if (!Object.hasOwn(project, name))
    return [
      problemAt(
        places,
        path,
        'unknown_key',
        `vars.${name}: ecluse.yaml has no var of this name.`,
        didYouMean(nearest(name, Object.keys(project)), 'Add it to vars of ecluse.yaml, or remove it here.'),
      ),
    ];
  const [expected, found] = [typeof project[name], typeof vars[name]];
  if (expected === found) return [];
  return [
    problemAt(
      places,
      path,
      'invalid_value',
      `vars.${name} is a ${found} here and a ${expected} in ecluse.yaml.`,
      `Give it a ${expected}, or change both.`,
    ),
  ];
}
