import type { BigqueryRoutine } from '@cdktf/provider-google/lib/bigquery-routine';
import type { Statement } from '../../src/core/types';
import type { MedallionDataset } from '../constructs/dataset';
import type { ModelTable } from '../constructs/table';
import { SqlView } from '../constructs/view';
import type { EnvironmentStack } from '../environment-stack';
import { label, slug } from '../names';
import { namesIn, viewQuery } from './query';
import { schemaOf } from './schema';
import { datasetOf } from './tables';

interface View {
  readonly name: string;
  readonly description: string;
  readonly columns: Parameters<typeof schemaOf>[0];
  readonly statement: Statement;
  readonly reads: readonly string[];
  readonly materialized: boolean;
  readonly labels: Record<string, string>;
}

/** Typed views of the sources, then views of models; each waits for what it reads and calls. */
export function makeViews(
  stack: EnvironmentStack,
  datasets: ReadonlyMap<string, MedallionDataset>,
  tables: ReadonlyMap<string, ModelTable>,
  routines: ReadonlyMap<string, BigqueryRoutine>,
): void {
  const views = [...sourceViews(stack), ...modelViews(stack)];
  const functions = new Set(routines.keys());
  const known = new Set([...tables.keys(), ...functions, ...views.map((view) => view.name)]);
  const made = new Map([...tables].map(([name, { table }]) => [name, table]));
  const { project } = stack.environment;
  for (const view of views) {
    const [dataset = '', name = ''] = view.name.split('.');
    const { table } = new SqlView(stack, slug(`view-${view.name}`), {
      project,
      dataset,
      view: name,
      description: view.description,
      query: viewQuery(view.statement, project, known),
      materialized: view.materialized,
      schema: schemaOf(view.columns),
      labels: view.labels,
      reads: [
        datasetOf(datasets, view.name).dataset,
        ...view.reads.flatMap((read) => made.get(read) ?? []),
        ...namesIn(view.statement.googlesql, functions).flatMap((name) => routines.get(name) ?? []),
      ],
    });
    made.set(view.name, table);
  }
}

const sourceViews = ({ manifest }: EnvironmentStack): View[] =>
  manifest.sources.map((source) => ({
    name: source.view,
    description: source.description,
    columns: source.viewColumns,
    statement: source.createView,
    reads: namesIn(source.createView.googlesql, new Set(manifest.tables.map((table) => table.name))),
    materialized: false,
    labels: { layer: 'bronze', owner: label(source.owner) },
  }));

const modelViews = ({ manifest }: EnvironmentStack): View[] =>
  manifest.models.flatMap((model) =>
    model.createView
      ? {
          name: model.name,
          description: model.description,
          columns: model.columns,
          statement: model.createView,
          reads: model.inputs.map((input) => input.table),
          materialized: model.as === 'materialized_view',
          labels: { layer: label(model.layer), owner: label(model.owner), kpi: String(Boolean(model.kpi)) },
        }
      : [],
  );
