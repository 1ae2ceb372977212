import type { Model, Reference, Source, Table } from '../core/manifest';
import type { TablesBeside } from './model';
import { OPS_TABLES } from './sql/ops';
import { retainedTable } from './sql/retain';
import { quarantineTable } from './sql/stage';

/** Every table to exist, whoever writes it. */
export function tablesOf(
  sources: readonly Source[],
  references: readonly Reference[],
  models: readonly Model[],
  beside: readonly TablesBeside[],
  retainDays: number,
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
      clusterBy: ['_ledger_id'],
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
    ...beside.map(({ model, quarantine }) => ({
      name: quarantineTable(model),
      description: `Rows that ${model} stopped.`,
      columns: [...quarantine],
      partitionBy: '_day',
      clusterBy: [],
    })),
    ...beside.map(({ model, retained }) => ({
      name: retainedTable(model),
      description: `What ${model} has published before, for rollbacks.`,
      columns: [...retained],
      partitionBy: '_retired_on',
      clusterBy: ['_run', '_day'],
      expirationDays: Math.max(1, retainDays),
    })),
  ];
}
