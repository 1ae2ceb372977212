import type { Manifest } from './manifest';
import type { Column, Statement } from './types';

/** What exists before anything runs: in the cloud Terraform makes it, on a laptop the warehouse itself. */
export interface ProjectStructure {
  readonly datasets: readonly string[];
  readonly tables: readonly { readonly name: string; readonly columns: readonly Column[] }[];
  /** Functions, then views, in an order in which each finds what it calls and reads. */
  readonly views: readonly Statement[];
}

export function structureOf({ tables, sources, models, functions }: Manifest): ProjectStructure {
  const views = [
    ...functions.map((entry) => entry.statement),
    ...sources.map((source) => source.createView),
    ...models.flatMap((model) => model.createView ?? []),
  ];
  const datasets = new Set([
    'scratch',
    'silver',
    'gold',
    ...[...tables, ...functions].map(({ name }) => name.split('.')[0] ?? ''),
  ]);
  return { datasets: [...datasets].sort(), tables, views };
}
