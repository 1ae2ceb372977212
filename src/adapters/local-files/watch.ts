import { type FSWatcher, mkdirSync, watch } from 'node:fs';

/**
 * Calls whenever something happens below a folder, as far as the system tells: a hint to look sooner, never the only
 * reason to look.
 * @returns ends it
 */
export function watchFolder(folder: string, changed: () => void): () => void {
  mkdirSync(folder, { recursive: true });
  let watcher: FSWatcher | undefined;
  try {
    watcher = watch(folder, { recursive: true, persistent: false }, changed);
    // Too many folders, a network drive: then there is no hint.
    watcher.on('error', () => watcher?.close());
  } catch {
    watcher?.close();
  }
  return () => watcher?.close();
}
