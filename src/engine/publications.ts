import type { Publication } from '../core/planning/rollback';
import type { InputVersions } from '../core/planning/versions';
import { bindTo } from '../core/statement';
import type { Row } from '../core/types';
import type { Context } from '../ports/context';
import { count, text } from './warehouse-state';

/** Every publication of a model, by date and in the order in which they were made. */
export async function publicationsOf(
  { warehouse, manifest }: Context,
  model: string,
): Promise<Publication[]> {
  const { rows } = await warehouse.query(bindTo(manifest.ops.publications, { table_name: model }));
  return rows.map(publicationOf);
}

const publicationOf = (row: Row): Publication => ({
  date: text(row, 'partition_date'),
  seq: count(row, 'seq'),
  version: text(row, 'version'),
  fingerprint: text(row, 'fingerprint'),
  inputs: JSON.parse(text(row, 'input_versions') || '{}') as InputVersions,
  rows: count(row, 'row_count'),
  run: text(row, 'run'),
  restores: row.restores === null ? null : text(row, 'restores'),
  pinned: row.pinned === true,
  publishedAt: text(row, 'published_at'),
});
