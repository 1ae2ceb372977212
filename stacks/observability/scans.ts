import { DataplexDatascan } from '@cdktf/provider-google/lib/dataplex-datascan';
import type { Check, Model } from '../../src/core/manifest';
import type { EnvironmentStack } from '../environment-stack';
import { label, slug } from '../names';

/**
 * The checks of every stored model that Dataplex knows as well, as a daily scan of its own: not_null, unique over one
 * column. They repeat what the engine checked before publishing, for teams whose catalog shows Dataplex results.
 */
export function makeScans(stack: EnvironmentStack): void {
  for (const model of stack.manifest.models) {
    const rules = model.checks.flatMap((check) => ruleOf(check) ?? []);
    if (rules.length > 0 && !model.createView) makeScan(stack, model, rules);
  }
}

function makeScan(stack: EnvironmentStack, model: Model, rules: object[]): void {
  const { project, region } = stack.environment;
  const [dataset, table] = model.name.split('.');
  new DataplexDatascan(stack, slug(`scan-${model.name}`), {
    project,
    location: region,
    dataScanId: slug(`ecluse-${model.name}`).replace(/_/g, '-'),
    displayName: model.name,
    description: `Checks of ${model.name} that Dataplex knows.`,
    labels: { owner: label(model.owner) },
    data: { resource: `//bigquery.googleapis.com/projects/${project}/datasets/${dataset}/tables/${table}` },
    executionSpec: { trigger: { schedule: { cron: `TZ=${stack.manifest.project.timeZone} 0 8 * * *` } } },
    dataQualitySpec: { rules: rules as never },
  });
}

function ruleOf({ kind, column, name, tolerance }: Check): object | undefined {
  if (!column) return undefined;
  const common = { column, name: slug(name).replace(/_/g, '-'), threshold: 1 - tolerance };
  if (kind === 'not_null') return { ...common, dimension: 'COMPLETENESS', nonNullExpectation: {} };
  if (kind === 'unique')
    return { column, name: common.name, dimension: 'UNIQUENESS', uniquenessExpectation: {} };
  return undefined;
}
