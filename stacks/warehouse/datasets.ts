import { type DatasetAccess, MedallionDataset } from '../constructs/dataset';
import type { EnvironmentStack } from '../environment-stack';
import { label } from '../names';
import { memberOf, split } from '../permissions/members';
import { permissions } from '../permissions/table';

const DATASETS = {
  bronze: 'What arrived: every row as it came, and a typed view of each source.',
  silver: 'Typed, deduplicated, checked.',
  gold: 'What people read: business tables and KPI views.',
  quarantine: 'Rows that a check stopped, with the reasons.',
  retained: 'What was published before, kept for rollbacks.',
  ref: 'Small reference tables of the project.',
  fn: 'SQL functions that models share.',
  scratch: 'Staged rows of running tasks; nothing here outlives a run by long.',
  ops: 'Ledger, versions, accounts and checks: what the engine knows.',
} as const;
export type DatasetName = keyof typeof DATASETS;

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
  return new Map(entries);
}

/** The deploying account owns; everyone else has what their lines of the table say. */
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
