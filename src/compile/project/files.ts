import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import type { Problem } from '../../core/errors';
import { type ProblemCode, problem } from '../problems';

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
  /** Of YAML and SQL: without byte order mark, lines ended by `\n`, so that a checkout with `\r\n` says the same. */
  readonly text: string;
}

/** Folders in which every file is looked at. */
const FOLDERS = ['contracts', 'sql', 'reference', 'migrations'];

/** Where a file means something. */
const PLACES: readonly RegExp[] = [
  /^ecluse\.yaml$/,
  /^contracts\/[^/]+\.ya?ml$/,
  /^sql\/(silver|gold|functions)\/[^/]+\.sql$/,
  /^reference\/[^/]+\.(csv|ya?ml)$/,
  /^migrations\/[^/]+\.ya?ml$/,
];
/** What others read. */
const ELSEWHERE = /^sql\/tests\//;
/** What looks as if it were meant to say something. */
const MEANT = /\.(sql|ya?ml|csv)$/i;

/** Every file that says something about the project, in order of name; nothing from outside its folder. */
export function readProjectFiles(root: string): { files: ProjectFile[]; problems: Problem[] } {
  const reader = new ProjectReader(root);
  reader.any(PROJECT_FILE);
  for (const folder of FOLDERS) if (existsSync(join(root, folder))) reader.folder(folder);
  return reader;
}

class ProjectReader {
  readonly files: ProjectFile[] = [];
  readonly problems: Problem[] = [];
  private readonly realRoot: string;

  constructor(private readonly root: string) {
    this.realRoot = realpathSync(root) + sep;
  }

  folder(folder: string): void {
    const entries = readdirSync(join(this.root, folder), { withFileTypes: true })
      .filter((entry) => !entry.name.startsWith('.'))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) this.folder(path);
      else this.any(path);
    }
  }

  any(file: string): void {
    if (lstatSync(join(this.root, file)).isSymbolicLink()) this.link(file);
    else this.entry(file);
  }

  private text(file: string): void {
    const bytes = readFileSync(join(this.root, file));
    try {
      const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
      this.files.push({ file, text: file.endsWith('.csv') ? text : normalized(text) });
    } catch {
      this.report('encoding', file, 'the file is not UTF-8 text.', 'Save it as UTF-8.');
    }
  }

  private entry(file: string): void {
    if (PLACES.some((place) => place.test(file))) this.text(file);
    else if (MEANT.test(file) && !ELSEWHERE.test(file))
      this.report(
        'stray_file',
        file,
        'nothing reads a file of this name in this place.',
        'Contracts are contracts/<source>.yaml, models sql/silver/<name>.sql or sql/gold/<name>.sql, functions sql/functions/<name>.sql, tests sql/tests/<name>.yaml, reference tables reference/<name>.csv, migrations migrations/<number>-<name>.yaml.',
      );
  }

  private link(file: string): void {
    const path = join(this.root, file);
    if (!existsSync(path))
      this.report(
        'broken_link',
        file,
        'the file is a link to nothing.',
        'Remove the link, or restore its file.',
      );
    else if (!realpathSync(path).startsWith(this.realRoot))
      this.report(
        'outside',
        file,
        `the file is a link to ${realpathSync(path)}, outside the project.`,
        'Copy it into the project.',
      );
    else if (statSync(path).isFile()) this.entry(file);
  }

  private report(code: ProblemCode, file: string, message: string, remedy: string): void {
    this.problems.push(problem(code, { file }, message, remedy));
  }
}

const normalized = (text: string): string => text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
