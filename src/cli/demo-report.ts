import { rawTable } from '../compile/sql/bronze';
import { quarantineTable } from '../compile/sql/stage';
import { name } from '../compile/sql/text';
import type { Manifest, Model } from '../core/manifest';
import type { RunResult } from '../engine/run';

/** GoogleSQL for the rows of each layer, in all of its tables. */
export function layersSql({ sources, models }: Manifest): string {
  const rows = (tables: readonly string[]): string =>
    tables.map((table) => `(SELECT COUNT(*) FROM ${name(table)})`).join(' + ') || '0';
  const malformed = '(SELECT SUM(malformed) FROM `ops.ledger`)';
  const layers = (['silver', 'gold'] as const).map((layer) => {
    const own = models.filter((model) => model.steps && model.name.startsWith(`${layer}.`));
    const tables = own.map((model) => model.name);
    return `SELECT '${layer}', ${rows(tables)}, ${rows(tables.map(quarantineTable))}, NULL`;
  });
  const bronze = `SELECT 'bronze' AS layer, ${rows(sources.map((source) => rawTable(source.name)))} AS published, NULL AS quarantined, ${malformed} AS malformed`;
  return [bronze, ...layers].join('\nUNION ALL\n');
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
