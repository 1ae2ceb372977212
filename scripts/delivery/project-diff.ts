import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readEnvironments } from '../../src/compile/environment';
import { bucketName } from '../../stacks/names';
import { activeManifest, type ReadObject } from './active-manifest';

export interface ProjectDiff {
  readonly markdown: string;
  /** A change needs a migration, or would lose data. */
  readonly refused: boolean;
}

/** `ecluse diff` ends so when it refuses a change. */
const REFUSED = 3;

/**
 * What the project changes against the manifest that an environment works with.
 * @throws with what `ecluse diff` said when it could not compare
 */
export async function diffWithActive(read: ReadObject, environment: string): Promise<ProjectDiff> {
  const [found] = readEnvironments(process.cwd(), process.env, [environment]);
  if (!found) throw new Error(`There is no environments/${environment}.yaml.`);
  const active = await activeManifest(read, bucketName(found, 'manifests'));
  if (active === undefined) return { markdown: 'The first deployment: everything is new.', refused: false };
  const file = join('build', `active-${environment}.json`);
  mkdirSync('build', { recursive: true });
  writeFileSync(file, active);
  return compare(file, environment);
}

function compare(file: string, environment: string): ProjectDiff {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['bin/ecluse.js', 'diff', '--environment', environment, '--against', file, '--format', 'markdown'],
    { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  if (status !== 0 && status !== REFUSED) throw new Error(`ecluse diff --against ${file}:\n${stderr}`);
  return { markdown: stdout, refused: status === REFUSED };
}
