import { type DatasetAccess, MedallionDataset } from '../constructs/dataset';
import { DATASETS } from '../dataset-names';
import type { EnvironmentStack } from '../environment-stack';
import { label } from '../names';
import { memberOf, split } from '../permissions/members';
import { permissions } from '../permissions/table';

/** All datasets, each with exactly the access that the permissions table says. */
export function makeDatasets(stack: EnvironmentStack): Map<string, MedallionDataset> {
  const { environment } = stack;
  const access = accessByDataset(stack);
  const readers = viewReaders(stack);
  const entries = Object.entries(DATASETS).map(([name, description]): [string, MedallionDataset] => [
    name,
    new MedallionDataset(stack, `dataset-${name}`, {
      name,
      project: environment.project,
      location: environment.region,
      description,
      access: access.get(name) ?? [],
      readByViewsOf: readers.get(name) ?? [],
      labels: { layer: label(name) },
      kmsKey: stack.key,
      deleteContents: !environment.deletion_protection,
      ...(name === 'scratch' && { tableDays: environment.retention.scratch_days }),
    }),
  ]);
  const datasets = new Map(entries);
  for (const [name, ids] of readers) for (const id of ids) dependOn(datasets.get(name), datasets.get(id));
  return datasets;
}

/** Views of a dataset can be let in only once the dataset is there. */
function dependOn(dataset: MedallionDataset | undefined, reader: MedallionDataset | undefined): void {
  if (dataset && reader) dataset.dataset.node.addDependency(reader.dataset);
}

/** What the lines of the table say. */
function accessByDataset(stack: EnvironmentStack): Map<string, DatasetAccess[]> {
  const result = new Map<string, DatasetAccess[]>();
  for (const line of permissions(stack.input)) {
    const [kind, name] = split(line.on);
    if (kind !== 'dataset') continue;
    result.set(name, [...(result.get(name) ?? []), { role: line.role, member: memberOf(stack, line) }]);
  }
  return result;
}

/** Dataset to the datasets whose views read it: who reads a gold view need not be let into what it reads. */
function viewReaders({ manifest }: EnvironmentStack): Map<string, string[]> {
  const readers = new Map<string, string[]>();
  for (const model of manifest.models.filter((candidate) => candidate.createView))
    for (const input of model.inputs) {
      const [from = ''] = input.table.split('.');
      const [reader = ''] = model.name.split('.');
      const known = readers.get(from) ?? [];
      if (from !== reader && !known.includes(reader)) readers.set(from, [...known, reader]);
    }
  return readers;
}
