import type { Statement } from '../../src/core/types';

/**
 * The query of a `CREATE VIEW` statement, with the project before every table and function that the manifest knows: a view
 * may be read from another project, where `gold.sales` would be another table.
 */
export function viewQuery({ googlesql }: Statement, project: string, known: ReadonlySet<string>): string {
  const query = /^CREATE OR REPLACE (?:MATERIALIZED )?VIEW `[^`]+` AS\n([\s\S]*)$/.exec(googlesql)?.[1];
  if (!query) throw new Error(`Expected CREATE OR REPLACE VIEW … AS, found: ${googlesql.slice(0, 80)}`);
  return withProject(query, project, known);
}

/** The known names that stand in a text, each once. */
export const namesIn = (sql: string, known: ReadonlySet<string>): string[] => [
  ...new Set(
    [...sql.matchAll(/`([a-z]\w*\.\w+)`/g)].flatMap(([, name = '']) => (known.has(name) ? name : [])),
  ),
];

/** Puts the project before the known tables and functions; other quoted names, such as columns, stay as they are. */
export const withProject = (sql: string, project: string, known: ReadonlySet<string>): string =>
  sql.replace(/`([a-z]\w*\.\w+)`/g, (quoted, name: string) =>
    known.has(name) ? `\`${project}.${name}\`` : quoted,
  );
