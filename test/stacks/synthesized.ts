import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { basename, join, resolve } from 'node:path';

export const ROOT = resolve(__dirname, '../..');
/** Ignored by git; survives a run, so that an unchanged project is synthesized once. */
const CACHE = join(ROOT, 'build', 'test');
const SOURCES = [
  'stacks',
  'src',
  'functions',
  'scripts',
  'contracts',
  'sql',
  'reference',
  'test/fixtures/cloud',
];

/** With `environments/` of the tests: those of the project are their owners', who put other ids and sizes into them. */
export const PLACES = join(ROOT, 'test', 'fixtures', 'cloud');

export type Arguments = Readonly<Record<string, unknown>>;

/** A stack as Terraform reads it. */
export interface StackJson {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Arguments>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, Arguments>>>>;
  readonly output?: Readonly<Record<string, Arguments>>;
  readonly provider?: Readonly<Record<string, readonly Arguments[]>>;
}

export interface Synthesized {
  /** Folder with `stacks/<name>/cdk.tf.json`, and `manifest.json` and `functions/` in `build/`. */
  readonly folder: string;
  readonly stacks: ReadonlyMap<string, StackJson>;
}

/** The stacks of the project in this repository, in the environments of the tests, as `npm run synth` writes them. */
export function synthesized(): Synthesized {
  const folder = join(CACHE, `synth-${sourcesHash()}`);
  if (!existsSync(folder)) synthesizeInto(folder);
  return { folder, stacks: readStacks(join(folder, 'out')) };
}

export function readStacks(out: string): Map<string, StackJson> {
  const names = readdirSync(join(out, 'stacks')).sort();
  return new Map(
    names.map((name) => [
      name,
      JSON.parse(readFileSync(join(out, 'stacks', name, 'cdk.tf.json'), 'utf8')) as StackJson,
    ]),
  );
}

/** Whole or not at all; whoever is second throws his away. */
function synthesizeInto(folder: string): void {
  mkdirSync(CACHE, { recursive: true });
  const mine = mkdtempSync(join(CACHE, 'making-'));
  synthesize({ out: join(mine, 'out'), build: join(mine, 'build') });
  // One of the same name is whole, and another process reads it already.
  const isOld = (name: string): boolean => name.startsWith('synth-') && name !== basename(folder);
  for (const other of readdirSync(CACHE).filter(isOld))
    rmSync(join(CACHE, other), { recursive: true, force: true });
  try {
    renameSync(mine, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    rmSync(mine, { recursive: true, force: true });
  }
}

/** Runs what `npm run synth` runs. */
export function synthesize(
  { out, build }: { out: string; build: string },
  variables: Readonly<Record<string, string>> = {},
): void {
  const run = (args: string[], env: Readonly<Record<string, string | undefined>>): void => {
    execFileSync(process.execPath, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  };
  run(['scripts/bundle.js', join(build, 'functions')], {});
  const project = join(build, 'project');
  if (!variables.ECLUSE_PROJECT_DIR) placeProject(project);
  const settings = {
    ECLUSE_PROJECT_DIR: project,
    ECLUSE_OUT: out,
    ECLUSE_BUILD: build,
    ...variables,
  };
  run(['--require', 'tsx/cjs', 'stacks/main.ts'], settings);
}

/** The project of this repository in the environments of the tests; what was compiled of it before counts. */
export function placeProject(folder: string): void {
  for (const part of ['ecluse.yaml', 'contracts', 'sql', 'reference'])
    cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  cpSync(join(PLACES, 'environments'), join(folder, 'environments'), { recursive: true });
  mkdirSync(join(ROOT, '.ecluse'), { recursive: true });
  symlinkSync(join(ROOT, '.ecluse'), join(folder, '.ecluse'));
}

function sourcesHash(): string {
  const hash = createHash('sha256');
  const files = SOURCES.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  for (const file of [...files, join(ROOT, 'ecluse.yaml'), join(ROOT, 'package-lock.json')].sort())
    hash.update(file).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}
