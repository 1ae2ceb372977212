import type { Model, Reference, Source, Table } from '../core/manifest';
import type { Column } from '../core/types';
import { OPS_TABLES } from './sql/ops';

interface Quarantine {
  readonly name: string;
  readonly columns: readonly Column[];
}

/** Every table to exist, whoever writes it. */
export function tablesOf(
  sources: readonly Source[],
  references: readonly Reference[],
  models: readonly Model[],
  quarantines: readonly Quarantine[],
): Table[] {
  const stored = models.filter((model) => !model.createView);
  return [
    ...OPS_TABLES.map(({ name, description, columns, clusterBy }) => ({
      name,
      description,
      columns: [...columns],
      clusterBy: [...clusterBy],
    })),
    ...sources.map((source) => ({
      name: source.raw,
      description: `${source.description} As it came.`,
      columns: source.rawColumns,
      partitionBy: '_event_date',
      clusterBy: ['_file_id'],
    })),
    ...references.map(({ name, description, columns }) => ({
      name,
      description: description ?? `Reference table ${name}.`,
      columns,
      clusterBy: [],
    })),
    ...stored.map(({ name, description, columns, partitionBy, clusterBy }) => ({
      name,
      description,
      columns,
      clusterBy,
      ...(partitionBy && { partitionBy }),
    })),
    ...quarantines.map(({ name, columns }) => ({
      name,
      description: `Rows that ${name.replace('quarantine.', '').replace('_', '.')} stopped.`,
      columns: [...columns],
      partitionBy: '_day',
      clusterBy: [],
    })),
  ];
}
