import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProjectRoot, readProjectFiles } from '../../src/compile/project/files';
import type { Problem } from '../../src/core/errors';
import { inFolder, linesOf } from './support/compiling';
import { SHOP } from './support/shop';

const problemsAfter = (prepare: (root: string) => void): readonly Problem[] =>
  inFolder(SHOP, (root) => {
    prepare(root);
    return readProjectFiles(root).problems;
  });

const textOf = (file: string, bytes: string): string | undefined =>
  inFolder({ ...SHOP, [file]: bytes }, (root) =>
    readProjectFiles(root).files.find((found) => found.file === file),
  )?.text;

describe('the files of a project', () => {
  test('are read in order of their names, tests and hidden files left out', () => {
    const files = { ...SHOP, 'sql/tests/sales.yaml': '', 'contracts/.draft.yaml': '', 'sql/README.md': '' };
    const read = inFolder(files, (root) => readProjectFiles(root));
    expect(read.problems).toEqual([]);
    expect(read.files.map(({ file }) => file)).toEqual([
      'ecluse.yaml',
      'contracts/sales.yaml',
      'sql/gold/daily.sql',
      'sql/gold/kpi_revenue.sql',
      'sql/silver/sales.sql',
      'reference/regions.csv',
    ]);
  });

  test('say the same with and without byte order mark and CRLF', () => {
    expect(textOf('sql/gold/a.sql', '\uFEFFSELECT\r\n  1')).toBe('SELECT\n  1');
  });

  test('keep the bytes of reference tables, which are loaded as they are', () => {
    expect(textOf('reference/a.csv', '\uFEFFa\r\n1\r\n')).toBe('\uFEFFa\r\n1\r\n');
  });

  test('are refused when they are links out of the project', () => {
    inFolder({ 'secret.sql': 'SELECT 1' }, (elsewhere) => {
      const problems = problemsAfter((root) =>
        symlinkSync(join(elsewhere, 'secret.sql'), join(root, 'sql/gold/linked.sql')),
      );
      expect(problems.map(({ code }) => code)).toEqual(['outside']);
      expect(linesOf(problems)).toEqual([
        `sql/gold/linked.sql: the file is a link to ${join(elsewhere, 'secret.sql')}, outside the project.`,
        'Copy it into the project.',
      ]);
    });
  });

  test('are refused when a folder is a link out of the project', () => {
    inFolder({ 'sql/secret.sql': 'SELECT 1' }, (elsewhere) => {
      const problems = problemsAfter((root) => symlinkSync(elsewhere, join(root, 'sql/shared')));
      expect(problems.map(({ code }) => code)).toEqual(['outside']);
    });
  });

  test('are refused when they are links to nothing', () => {
    const problems = problemsAfter((root) => symlinkSync('gone.sql', join(root, 'sql/gold/linked.sql')));
    expect(problems.map(({ code }) => code)).toEqual(['broken_link']);
    expect(linesOf(problems)).toEqual([
      'sql/gold/linked.sql: the file is a link to nothing.',
      'Remove the link, or restore its file.',
    ]);
  });

  test('may be links within the project', () => {
    expect(problemsAfter((root) => symlinkSync('daily.sql', join(root, 'sql/gold/same.sql')))).toEqual([]);
  });

  test('are refused when they are not UTF-8', () => {
    const problems = problemsAfter((root) =>
      writeFileSync(join(root, 'sql/gold/latin.sql'), Buffer.from([0x53, 0xe9, 0x4c])),
    );
    expect(problems.map(({ code }) => code)).toEqual(['encoding']);
    expect(linesOf(problems)).toEqual([
      'sql/gold/latin.sql: the file is not UTF-8 text.',
      'Save it as UTF-8.',
    ]);
  });

  test('are found from any folder below the project', () => {
    inFolder(SHOP, (root) => {
      mkdirSync(join(root, 'notes/2026'), { recursive: true });
      expect(findProjectRoot(join(root, 'notes/2026'))).toBe(root);
      expect(findProjectRoot(join(root, '..'))).toBeNull();
    });
  });
});
