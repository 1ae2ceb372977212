import { name } from '../compile/sql/text';
import type { Manifest, Model } from '../core/manifest';
import type { RunResult, TaskResult } from '../engine/run';
import { countText, render } from './print';

/** Rows by layer: what was staged and where it went. */
export function layersText(
  tasks: readonly TaskResult[],
  landed: { records: number; malformed: number },
): string {
  const rows = [
    {
      layer: 'bronze',
      staged: countText(landed.records + landed.malformed),
      published: countText(landed.records),
      malformed: countText(landed.malformed),
    },
    ...(['silver', 'gold'] as const).map((layer) => layerRow(layer, tasks)),
  ];
  return render(
    { columns: ['layer', 'staged', 'published', 'quarantined', 'duplicates', 'malformed'], rows },
    'table',
  );
}

function layerRow(layer: string, tasks: readonly TaskResult[]): Record<string, string> {
  const totals = tasks
    .filter((task) => task.task.model.startsWith(`${layer}.`))
    .flatMap((task) => task.outcome?.verdict.totals ?? []);
  const sum = (key: 'staged' | 'passed' | 'quarantined' | 'duplicates'): string =>
    countText(totals.reduce((total, counts) => total + counts[key], 0));
  return {
    layer,
    staged: sum('staged'),
    published: sum('passed'),
    quarantined: sum('quarantined'),
    duplicates: sum('duplicates'),
  };
}

const SHOWN = 3;

/** Rows that were stopped, of different models as far as there are. */
export function stoppedText({ tasks }: RunResult): string[] {
  const rows = tasks.flatMap(({ task, outcome }) =>
    (outcome?.stopped ?? []).map((row) => ({ model: task.model, ...row })),
  );
  const models = [...new Set(rows.map((row) => row.model))];
  const firsts = models.flatMap((model) => rows.find((row) => row.model === model) ?? []);
  return [...firsts, ...rows.filter((row) => !firsts.includes(row))]
    .slice(0, SHOWN)
    .map(
      ({ model, file, line, failed }) =>
        `  ${file}:${line}\n    stopped before ${model}: ${failed.join(', ')}`,
    );
}

/** The KPI view that speaks of the whole: it has a time and no dimensions, or as few as there are. */
export function headlineKpi({ models }: Manifest): Model | undefined {
  return models
    .filter((model) => model.kpi && model.createView)
    .sort((a, b) => (a.kpi?.dimensions.length ?? 0) - (b.kpi?.dimensions.length ?? 0))[0];
}

const MOST_MEASURES = 5;

/** GoogleSQL for the last seven dates of a KPI view. */
export function lastWeekSql({ name: view, kpi }: Model): string {
  const columns = [kpi?.time ?? '', ...Object.keys(kpi?.measures ?? {}).slice(0, MOST_MEASURES)]
    .map(name)
    .join(', ');
  const time = name(kpi?.time ?? '');
  return `SELECT ${columns} FROM ${name(view)} WHERE ${time} > DATE_SUB((SELECT MAX(${time}) FROM ${name(view)}), INTERVAL 7 DAY) ORDER BY ${time}`;
}
