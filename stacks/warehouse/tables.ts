import { dependable } from 'cdktf';
import type { Manifest, Model } from '../../src/core/manifest';
import type { MedallionDataset } from '../constructs/dataset';
import { ModelTable, type ModelTableProps } from '../constructs/table';
import type { EnvironmentStack } from '../environment-stack';
import { label, slug } from '../names';
import { schemaOf } from './schema';

type Table = Manifest['tables'][number];

/** Every table of the manifest, by its name. @param tags access class to policy tag */
export function makeTables(
  stack: EnvironmentStack,
  datasets: ReadonlyMap<string, MedallionDataset>,
  tags: ReadonlyMap<string, string>,
): Map<string, ModelTable> {
  const models = new Map(stack.manifest.models.map((model) => [model.name, model]));
  return new Map(
    stack.manifest.tables.map((table) => {
      const props = tableProps(stack, table, models.get(table.name), tags);
      const made = new ModelTable(stack, slug(`table-${table.name}`), props);
      made.table.dependsOn = [dependable(datasetOf(datasets, table.name).dataset)];
      return [table.name, made];
    }),
  );
}

export function datasetOf(datasets: ReadonlyMap<string, MedallionDataset>, name: string): MedallionDataset {
  const [dataset = ''] = name.split('.');
  const found = datasets.get(dataset);
  if (!found)
    throw new Error(
      `${name} is in no dataset of the platform. There are ${[...datasets.keys()].join(', ')}.`,
    );
  return found;
}

function tableProps(
  { environment }: EnvironmentStack,
  table: Table,
  model: Model | undefined,
  tags: ReadonlyMap<string, string>,
): ModelTableProps {
  const [dataset = '', name = ''] = table.name.split('.');
  const days = table.expirationDays ?? table.expirationDays ?? partitionDays(dataset, environment.retention);
  return {
    project: environment.project,
    dataset,
    table: name,
    description: table.description,
    schema: schemaOf(table.columns, tags),
    clusterBy: table.clusterBy,
    labels: {
      layer: label(dataset),
      ...(model && { owner: label(model.owner), pipeline: label(model.pipeline) }),
    },
    deletionProtection: environment.deletion_protection,
    // Only the engine reads these, and always by date. A model may join others without saying which days.
    requirePartitionFilter: table.name.endsWith('__raw') || FILTERED.includes(dataset),
    ...(table.partitionBy && { partitionBy: table.partitionBy }),
    ...(days && { partitionDays: days }),
    ...(model?.uniqueKey && { primaryKey: primaryKey(model, model.uniqueKey.columns) }),
  };
}

const FILTERED = ['quarantine', 'retained'];

function partitionDays(
  dataset: string,
  retention: EnvironmentStack['environment']['retention'],
): number | undefined {
  if (dataset === 'quarantine') return retention.quarantine_days;
  return dataset === 'bronze' ? retention.bronze_days : undefined;
}

/** A history has a row for each version of a key. */
const primaryKey = (model: Model, columns: readonly string[]): string[] =>
  model.as === 'scd2' ? [...columns, 'valid_from'] : [...columns];
