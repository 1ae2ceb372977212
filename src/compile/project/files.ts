import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { Problem } from '../../core/errors';

export const PROJECT_FILE = 'ecluse.yaml';

/** The folder with `ecluse.yaml` that `from` is in, or null. */
export function findProjectRoot(from: string): string | null {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, PROJECT_FILE))) return folder;
    if (dirname(folder) === folder) return null;
  }
}

export interface ProjectFile {
  /** Relative to the project, with `/`. */
  readonly file: string;
  readonly text: string;
}

/** Every file that says something about the project, in order of name; nothing from outside its folder. */
export function readProjectFiles(root: string): { files: ProjectFile[]; problems: Problem[] } {
  const files: ProjectFile[] = [];
  const problems: Problem[] = [];
  const add = (path: string): void => {
    const file = relative(root, path).split(sep).join('/');
    const real = realpathSync(path);
    if (!real.startsWith(realpathSync(root) + sep)) {
      const remedy = 'Copy the file into the project.';
      problems.push({
        code: 'outside',
        place: { file },
        message: `the file is a link to ${real}, outside the project.`,
        remedy,
      });
    } else files.push({ file, text: readFileSync(real, 'utf8') });
  };
  add(join(root, PROJECT_FILE));
  for (const [folder, ending] of FOLDERS)
    for (const name of namesIn(join(root, folder))) if (ending.test(name)) add(join(root, folder, name));
  return { files, problems };
}

const FOLDERS: readonly (readonly [string, RegExp])[] = [
  ['contracts', /\.ya?ml$/],
  ['sql/silver', /\.sql$/],
  ['sql/gold', /\.sql$/],
  ['sql/functions', /\.sql$/],
  ['reference', /\.(csv|ya?ml)$/],
];

const namesIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => !name.startsWith('.'))
        .sort()
    : [];
