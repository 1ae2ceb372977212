import type { WarehouseState } from '../core/planning/plan';
import { TableVersions, type Version } from '../core/planning/versions';
import { bindTo } from '../core/statement';
import type { IsoDate, Row } from '../core/types';
import type { Context } from '../ports/context';

/** What is published and what has arrived, read in two queries. */
export async function readState({ manifest, warehouse }: Context): Promise<WarehouseState> {
  const [partitions, sourceDates] = await Promise.all([
    warehouse.query(bindTo(manifest.ops.partitions, {})),
    warehouse.query(bindTo(manifest.ops.sourceDates, {})),
  ]);
  const versions = new Map<string, TableVersions>();
  const fingerprints = new Map<string, Map<IsoDate, string>>();
  for (const row of partitions.rows) {
    const [table, date] = [text(row, 'table_name'), text(row, 'partition_date')];
    tableOf(versions, table).set(date, {
      version: text(row, 'version'),
      seq: count(row, 'seq'),
      rows: count(row, 'row_count'),
      ...(row.pinned === true && { pinned: true }),
    });
    datesOf(fingerprints, table).set(date, text(row, 'fingerprint'));
  }
  const views = new Map(manifest.sources.map((source) => [source.name, source.view]));
  for (const row of sourceDates.rows) {
    const view = views.get(text(row, 'source'));
    const version: Version = { version: text(row, 'version'), seq: 0, rows: count(row, 'row_count') };
    if (view) tableOf(versions, view).set(text(row, 'event_date'), version);
  }
  return { versions, fingerprints };
}

function tableOf(tables: Map<string, TableVersions>, name: string): TableVersions {
  const table = tables.get(name) ?? new TableVersions();
  tables.set(name, table);
  return table;
}

function datesOf(tables: Map<string, Map<IsoDate, string>>, name: string): Map<IsoDate, string> {
  const dates = tables.get(name) ?? new Map<IsoDate, string>();
  tables.set(name, dates);
  return dates;
}

export const text = (row: Row, column: string): string => String(row[column] ?? '');
export const count = (row: Row, column: string): number => Number(row[column] ?? 0);
