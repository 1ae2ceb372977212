import { spawnSync } from 'node:child_process';
import { readEnvironments } from '../../src/compile/environment';
import { ACTIVE_MANIFEST, bucketName } from '../../stacks/names';

/**
 * What the project changes against the manifest that an environment works with, as Markdown.
 * @throws with what `ecluse diff` said when it could not compare
 */
export function diffWithActive(environment: string): string {
  const [found] = readEnvironments(process.cwd(), process.env, [environment]);
  if (!found) throw new Error(`There is no environments/${environment}.yaml.`);
  const active = `gs://${bucketName(found, 'manifests')}/${ACTIVE_MANIFEST}`;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['bin/ecluse.js', 'diff', '--against', active, '--format', 'markdown'],
    { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  // 3: a change that is refused; the text says which.
  if (status !== 0 && status !== 3) throw new Error(`ecluse diff --against ${active}:\n${stderr}`);
  return stdout;
}
