import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironments } from '../../src/compile/environment';
import type { Environment } from '../../src/core/environment';
import { manifest as manifestSchema } from '../../src/core/manifest';
import { makeApp } from '../../stacks/app';
import { type Found, resourcesOf } from '../stacks/resources';
import { PLACES, ROOT, readStacks, synthesized } from '../stacks/synthesized';

const NEXT: Readonly<Record<string, string>> = { dev: 'staging', staging: 'prod' };

/** The triggers of dev, staging and prod once they have a repository and are promoted in that order. */
export function triggersOf(): (Found & { readonly file: string })[] {
  const { folder } = synthesized();
  const build = join(folder, 'build');
  const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(build, 'manifest.json'), 'utf8')));
  const environments = readEnvironments(PLACES, {}).map(withRepository);
  const files = { manifest: join(build, 'manifest.json'), functions: join(build, 'functions'), root: ROOT };
  const outdir = mkdtempSync(join(tmpdir(), 'ecluse-triggers-'));
  try {
    const targets = environments.map((environment) => ({ environment, manifest, files }));
    makeApp({ targets, all: environments, outdir }).synth();
    return resourcesOf(readStacks(outdir))
      .filter(({ type }) => type === 'google_cloudbuild_trigger')
      .map((found) => ({ ...found, file: fileOf(found) }));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function withRepository(environment: Environment): Environment {
  const name = 'projects/p/locations/r/connections/c/repositories/r';
  const next = NEXT[environment.name];
  const approval = environment.name === 'prod';
  return {
    ...environment,
    repository: { name, branch: 'main', approval, ...(next && { promotes_to: next }) },
  };
}

const fileOf = ({ value }: Found): string =>
  String(value.filename ?? (value.git_file_source as { path: string } | undefined)?.path);
