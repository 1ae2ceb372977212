import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { UsageError } from './exit';

/** A revision of the repository that a project is in. */
export interface Revision {
  readonly commit: string;
  /** As it was asked for. */
  readonly name: string;
}

const MOST_BYTES = 512 * 1024 * 1024;
/** Folders of a project that the compiler reads. */
const READ = ['ecluse.yaml', 'contracts', 'sql', 'reference', 'migrations', 'environments'];

/** Runs git without a shell. @throws what git wrote when it failed */
function git(folder: string, args: readonly string[], input?: string): Buffer {
  const stdio = [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'] as const;
  return execFileSync('git', ['-C', folder, ...args], {
    stdio: [...stdio],
    maxBuffer: MOST_BYTES,
    ...(input !== undefined && { input }),
  });
}

export function isInRepository(folder: string): boolean {
  try {
    git(folder, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
    return true;
  } catch {
    // No git, no repository, or no commit in it yet: in each case there is nothing to compare with.
    return false;
  }
}

/** @throws {UsageError} when there is no such commit; a name that begins with `-` is a name all the same */
export function revisionOf(root: string, name: string): Revision {
  try {
    const found = git(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]);
    return { name, commit: found.toString().trim() };
  } catch {
    throw new UsageError(
      `--against ${name}: git knows no such commit in ${root}. Name a branch, a tag, a commit, or a manifest (*.json).`,
    );
  }
}

/**
 * The files of a project as they were at a revision, in a folder that is gone after `use`.
 * @throws {UsageError} when there was no project
 */
export async function atRevision<T>(
  root: string,
  revision: Revision,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'ecluse-revision-'));
  try {
    const files = filesAt(root, revision);
    if (!files.some(({ path }) => path === 'ecluse.yaml'))
      throw new UsageError(`At ${revision.name} there is no ecluse.yaml in this folder of the repository.`);
    for (const { path, content } of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface FileAt {
  /** Relative to the project. */
  readonly path: string;
  readonly content: Buffer;
}

function filesAt(root: string, { commit }: Revision): FileAt[] {
  const listed = git(root, ['ls-tree', '-r', '-z', commit, '--', ...READ]).toString();
  const entries = listed.split('\0').flatMap((line) => {
    const { id, path } = /^100\d{3} blob (?<id>[0-9a-f]+)\t(?<path>[\s\S]+)$/.exec(line)?.groups ?? {};
    return id && path ? [{ id, path }] : [];
  });
  const blobs = contentsOf(
    root,
    entries.map(({ id }) => id),
  );
  return entries.map(({ path }, index) => ({ path, content: blobs[index] ?? Buffer.alloc(0) }));
}

/** The contents of blobs, in their order, from one process: `<id> blob <size>\n<bytes>\n` each. */
function contentsOf(root: string, ids: readonly string[]): Buffer[] {
  const output = git(root, ['cat-file', '--batch'], ids.map((id) => `${id}\n`).join(''));
  let at = 0;
  return ids.map(() => {
    const lineEnd = output.indexOf('\n', at);
    const size = Number(output.subarray(at, lineEnd).toString().split(' ')[2]);
    const start = lineEnd + 1;
    at = start + size + 1;
    return output.subarray(start, start + size);
  });
}
