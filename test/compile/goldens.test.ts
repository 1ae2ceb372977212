import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest, Model } from '../../src/core/manifest';
import type { Statement } from '../../src/core/types';
import { startGoogleSql } from '../../src/googlesql';
import { compileFiles } from './support/compiling';
import { GALLERY } from './support/gallery';

const FOLDER = join(__dirname, 'goldens');
const UPDATE = process.env.UPDATE_GOLDENS === '1';

/** Statements under headings, as a page that can be read and pasted into a console. */
const page = (sections: readonly (readonly [string, readonly Statement[]])[]): string =>
  sections
    .filter(([, statements]) => statements.length > 0)
    .map(([title, statements]) => `-- ${title}\n\n${statements.map(statementText).join('\n\n')}\n`)
    .join('\n');

function statementText({ googlesql, params }: Statement): string {
  const types = Object.entries(params).map(([name, type]) => `@${name} ${type}`);
  return `${types.length > 0 ? `-- ${types.join(', ')}\n` : ''}${googlesql};`;
}

const listed = (statement: Statement | undefined): Statement[] => (statement ? [statement] : []);

function modelPage({ steps, createView, checkView, reconcile }: Model): string {
  return page([
    ['view', listed(createView)],
    ['checks of the view', listed(checkView)],
    ['stage', steps?.stage ?? []],
    ['audit: one scan of the staged rows', listed(steps?.audit)],
    ['audit: what needs a grouping of its own', listed(steps?.grouped)],
    ['audit: rules of the contract that rows broke', listed(steps?.violations)],
    ['reconcile', reconcile.map(({ statement }) => statement)],
    ['account: rows of bronze and identities staged', listed(steps?.identities)],
    ['account: the identities that differ', listed(steps?.gap)],
    ['evidence', listed(steps?.evidence)],
    ['retain: what publishing replaces, in its transaction', steps?.retain ?? []],
    ['quarantine: what is in it', listed(steps?.quarantined)],
    ['restore: what is there to be restored', listed(steps?.retained)],
    ['restore: one transaction, after retain', steps?.restore ?? []],
    ['publish: one transaction', steps?.publish ?? []],
  ]);
}

function pagesOf({ sources, references, models, functions, ops }: Manifest): Map<string, string> {
  const { recordFailure, unpin, ...single } = ops;
  return new Map([
    ...sources.map(({ view, createView, ingest }): [string, string] => [
      view,
      page([
        ['view', [createView]],
        ['ingest: one transaction', ingest],
      ]),
    ]),
    ...references.map(({ name, load }): [string, string] => [name, page([['load: one transaction', load]])]),
    ...functions.map(({ name, statement }): [string, string] => [name, page([['function', [statement]]])]),
    ...models.map((model): [string, string] => [model.name, modelPage(model)]),
    [
      'ops',
      page([
        ...Object.entries(single).map(([name, statement]): [string, Statement[]] => [name, [statement]]),
        ['unpin: one transaction', unpin],
        ['recordFailure: one transaction', recordFailure],
      ]),
    ],
  ]);
}

describe('the statements of a project', () => {
  let pages: Map<string, string>;
  beforeAll(async () => {
    const googlesql = await startGoogleSql();
    try {
      pages = pagesOf(await compileFiles(GALLERY, googlesql));
    } finally {
      await googlesql.close();
    }
    if (UPDATE) for (const [name, text] of pages) writeFileSync(join(FOLDER, `${name}.sql`), text);
  }, 60_000);

  const kept = readdirSync(FOLDER).filter((file) => file.endsWith('.sql'));

  test('have a page each, and no page is of something else', () => {
    expect(kept).toEqual([...pages.keys()].map((name) => `${name}.sql`).sort());
  });

  // UPDATE_GOLDENS=1 npx jest test/compile/goldens writes them anew; read what changed before you commit it.
  test.each(kept)('%s is as it was read and approved', (file) => {
    expect(pages.get(file.replace(/\.sql$/, ''))).toBe(readFileSync(join(FOLDER, file), 'utf8'));
  });
});
