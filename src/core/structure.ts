import type { Manifest } from './manifest';
import type { Column, Statement } from './types';

/** What exists before anything runs: in the cloud Terraform makes it, on a laptop the warehouse itself. */
export interface ProjectStructure {
  readonly datasets: readonly string[];
  readonly tables: readonly { readonly name: string; readonly columns: readonly Column[] }[];
  /** In an order in which each finds what it reads. */
  readonly views: readonly Statement[];
}

export function structureOf({ tables, sources, models }: Manifest): ProjectStructure {
  const views = [
    ...sources.map((source) => source.createView),
    ...models.flatMap((model) => model.createView ?? []),
  ];
  const datasets = new Set([
    'scratch',
    'silver',
    'gold',
    ...tables.map((table) => table.name.split('.')[0] ?? ''),
  ]);
  return { datasets: [...datasets].sort(), tables, views };
}
