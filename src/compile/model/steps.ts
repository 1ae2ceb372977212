import type { Model } from '../../core/manifest';
import type { Column, Statement } from '../../core/types';
import { audit, evidence, gap, grouped, identities, violations } from '../sql/audit';
import type { SqlText } from '../sql/bronze';
import { APPEARS, deletions, history } from '../sql/history';
import { publish, publishedColumns, quarantineColumns } from '../sql/publish';
import { quarantined } from '../sql/quarantined';
import { restore, retained } from '../sql/restore';
import { retain, retainedColumns, retainedTable } from '../sql/retain';
import { historyTable, quarantineTable, type StepInput, stage, stageTable } from '../sql/stage';
import type { Schemas, StepCompiler } from '../step-compiler';

/** The tables that the statements of a model name, besides those it reads. */
export function registerTables(input: StepInput, schemas: Schemas): void {
  const quarantine = quarantineColumns(input);
  const source = quarantine.filter((column) => input.grain === 'source_row' && column.name === '_source');
  const engine: Column[] = [
    ...(source.length > 0 ? [{ name: '_violations', type: 'ARRAY<STRING>' }] : []),
    { name: '_day', type: 'DATE' },
    { name: '_checks', type: 'INT64' },
    { name: '_status', type: 'STRING' },
    ...(input.as === 'scd2' ? [{ name: '_extract', type: 'TIMESTAMP' }] : []),
  ];
  schemas.add(stageTable(input.model), [...input.columns, ...source, ...engine]);
  schemas.add(historyTable(input.model), [...publishedColumns(input), APPEARS]);
  schemas.add(input.model, publishedColumns(input));
  schemas.add(quarantineTable(input.model), quarantine);
  schemas.add(retainedTable(input.model), retainedColumns(input));
}

/** The statements that make the rows of a model. */
export const stageTexts = (input: StepInput): SqlText[] =>
  input.as === 'scd2' ? [stage(input), history(input)] : [stage(input)];

/** Every statement of a task, analyzed together. */
export async function stepsOf(input: StepInput, steps: StepCompiler): Promise<NonNullable<Model['steps']>> {
  const several = {
    stage: stageTexts(input),
    publish: publish(input),
    retain: retain(input),
    restore: restore(input),
  };
  const single = {
    audit: audit(input),
    grouped: grouped(input),
    violations: violations(input),
    identities: identities(input),
    gap: gap(input),
    evidence: evidence(input),
    deletions: input.as === 'scd2' ? deletions(input) : undefined,
    retained: retained(input),
    quarantined: quarantined(input),
  };
  const wanted = Object.entries(single).flatMap(([key, text]) => (text ? [{ key, text }] : []));
  const compiled = await steps.statements([
    ...Object.values(several).flat(),
    ...wanted.map(({ text }) => text),
  ]);
  const lists = Object.entries(several).map(([key, texts]) => [key, compiled.splice(0, texts.length)]);
  const named = wanted.map(({ key }, index) => [key, compiled[index]]);
  return {
    ...(Object.fromEntries(named) as Singles<typeof single>),
    ...(Object.fromEntries(lists) as Record<keyof typeof several, Statement[]>),
  };
}

type Singles<Texts> = Partial<Record<keyof Texts, Statement>> & {
  readonly audit: Statement;
  readonly retained: Statement;
  readonly quarantined: Statement;
};
