import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Problem } from '../../core/errors';

/** Names of the environments of a project, sorted. */
export function environmentNames(root: string): string[] {
  const folder = join(root, 'environments');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => /^[a-z][a-z0-9]*\.yaml$/.test(file))
    .map((file) => basename(file, '.yaml'))
    .sort();
}

/** @param only names that were asked for; absent: any */
export const noEnvironment = (only?: readonly string[]): Problem => ({
  code: 'no_environment',
  place: { file: 'environments' },
  message: `there is no environment${only ? ` of the name ${only.join(', ')}` : ''}.`,
  remedy: 'Add environments/<name>.yaml; docs/deploy.md says what it holds.',
});
