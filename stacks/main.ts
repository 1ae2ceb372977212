import { join, resolve } from 'node:path';
import { environmentNames, readEnvironment, readEnvironments } from '../src/compile/environment';
import { ProjectError } from '../src/core/errors';
import { makeApp } from './app';
import { makeTargets } from './targets';
import { withoutTraces } from './without-traces';

const HERE = resolve(__dirname, '..');

/**
 * `ECLUSE_PROJECT_DIR`: the project, default this folder. `ECLUSE_ENVIRONMENTS`: names, separated by spaces or commas, default all. `ECLUSE_BUILD`:
 * the folder with `functions/*.zip`, default `build`. `ECLUSE_OUT`: where the stacks are written, default `cdktf.out`.
 */
async function main(variables: NodeJS.ProcessEnv): Promise<void> {
  const root = resolve(variables.ECLUSE_PROJECT_DIR ?? HERE);
  const chosen = variables.ECLUSE_ENVIRONMENTS?.split(/[ ,]+/).filter((name) => name !== '');
  const environments = readEnvironments(root, variables, chosen);
  const all = environmentNames(root).flatMap(
    (name) =>
      environments.find((environment) => environment.name === name) ??
      readEnvironment(root, name, variables).environment ??
      [],
  );
  const targets = await makeTargets(root, variables.ECLUSE_BUILD ?? join(HERE, 'build'), environments);
  const outdir = variables.ECLUSE_OUT ?? variables.CDKTF_OUTDIR;
  withoutTraces(() => makeApp({ targets, all, ...(outdir && { outdir }) }).synth());
}

main(process.env).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  if (error instanceof ProjectError)
    console.error('Not all environments are set up yet? ECLUSE_ENVIRONMENTS=dev looks at one only.');
  process.exitCode = 2;
});
