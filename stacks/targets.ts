import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileForEnvironment } from '../src/compile';
import type { Environment } from '../src/core/environment';
import type { Manifest } from '../src/core/manifest';
import type { Target } from './app';
import { cloudManifest } from './cloud-manifest';

interface Compiled {
  readonly manifest: Manifest;
  /** Path of its copy for the cloud. */
  readonly file: string;
}

/**
 * Compiles the project for each environment; those without vars of their own share one manifest. What the cloud gets is
 * written to `<build>/manifests/<environment>/manifest.json`, or `<build>/manifest.json` where it is the project's own.
 * @param build also the folder with `functions/*.zip`
 * @throws {ProjectError}
 */
export async function makeTargets(
  root: string,
  build: string,
  environments: readonly Environment[],
): Promise<Target[]> {
  const compiled = new Map<string, Compiled>();
  const targets: Target[] = [];
  for (const environment of environments) {
    const folder = hasVars(environment) ? join(build, 'manifests', environment.name) : build;
    const { manifest, file } = compiled.get(folder) ?? (await compileInto(folder, root, environment));
    compiled.set(folder, { manifest, file });
    const files = { manifest: file, functions: join(build, 'functions'), root };
    targets.push({ environment, manifest, files });
  }
  return targets;
}

const hasVars = ({ vars }: Environment): boolean => Object.keys(vars).length > 0;

async function compileInto(folder: string, root: string, { name }: Environment): Promise<Compiled> {
  const { manifest } = await compileForEnvironment(root, join(root, '.ecluse'), name);
  const file = join(folder, 'manifest.json');
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, JSON.stringify(cloudManifest(manifest)));
  return { manifest, file };
}
