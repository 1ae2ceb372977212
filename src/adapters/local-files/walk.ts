import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { isAbsent } from './failures';

/**
 * The names below `folder` that start with `prefix`, in order of their UTF-8 bytes, one folder in memory at a time.
 * Files and folders that start with a dot are not objects.
 */
export async function* walk(folder: string, prefix: string): AsyncGenerator<string> {
  const parent = prefix.slice(0, prefix.lastIndexOf('/') + 1);
  if (parent !== '' && parent.slice(0, -1).split('/').some(isNoFolder)) return;
  yield* below(folder, parent, prefix);
}

/** Such a part occurs in no name: nothing starts with it, and it must not lead out of the bucket. */
function isNoFolder(part: string): boolean {
  return part === '' || part.startsWith('.') || part.includes('\0') || part.includes('\\');
}

async function* below(folder: string, parent: string, prefix: string): AsyncGenerator<string> {
  for (const entry of await entriesOf(path.join(folder, parent))) {
    const name = parent + entry;
    if (!name.startsWith(prefix) && !prefix.startsWith(name)) continue;
    if (entry.endsWith('/')) yield* below(folder, name, prefix);
    else if (name.startsWith(prefix)) yield name;
  }
}

/** Folders end with "/", which is what they are sorted by: `a.csv` comes before `a/b.csv`, `a0` after it. */
async function entriesOf(folder: string): Promise<string[]> {
  const keys = (await readFolder(folder))
    .filter((entry) => !entry.name.startsWith('.'))
    .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name));
  return keys
    .map((key) => ({ key, bytes: Buffer.from(key, 'utf8') }))
    .sort((a, b) => Buffer.compare(a.bytes, b.bytes))
    .map(({ key }) => key);
}

async function readFolder(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}
