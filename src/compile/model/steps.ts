import type { Model } from '../../core/manifest';
import type { Column, Statement } from '../../core/types';
import type { ModelFile, Project } from '../project/types';
import { audit, evidence, gap, grouped, identities } from '../sql/audit';
import type { SqlText } from '../sql/bronze';
import { history } from '../sql/history';
import { publish, publishedColumns, quarantineColumns } from '../sql/publish';
import { historyTable, quarantineTable, type StepInput, stage, stageTable, windowParams } from '../sql/stage';
import { name } from '../sql/text';
import { indentSql, withoutComments } from '../sql-text';
import type { Schemas, StepCompiler } from '../step-compiler';
import { inlineVars } from '../vars';
import type { ModelProblems } from './problems';

/** The tables that the statements of a model name, besides those it reads. */
export function registerTables(input: StepInput, schemas: Schemas): void {
  const quarantine = quarantineColumns(input);
  const source = quarantine.filter((column) => input.grain === 'source_row' && column.name === '_source');
  const engine: Column[] = [
    ...(source.length > 0 ? [{ name: '_violations', type: 'ARRAY<STRING>' }] : []),
    { name: '_day', type: 'DATE' },
    { name: '_checks', type: 'INT64' },
    { name: '_status', type: 'STRING' },
  ];
  schemas.add(stageTable(input.model), [...input.columns, ...source, ...engine]);
  schemas.add(historyTable(input.model), publishedColumns(input));
  schemas.add(input.model, publishedColumns(input));
  schemas.add(quarantineTable(input.model), quarantine);
}

/** The statements that make the rows of a model. */
export const stageTexts = (input: StepInput): SqlText[] =>
  input.as === 'scd2' ? [stage(input), history(input)] : [stage(input)];

/** Every statement of a task, analyzed together. */
export async function stepsOf(input: StepInput, steps: StepCompiler): Promise<NonNullable<Model['steps']>> {
  const several = { stage: stageTexts(input), publish: publish(input) };
  const single = {
    audit: audit(input),
    grouped: grouped(input),
    identities: identities(input),
    gap: gap(input),
    evidence: evidence(input),
  };
  const wanted = Object.entries(single).flatMap(([key, text]) => (text ? [{ key, text }] : []));
  const texts = [...several.stage, ...several.publish, ...wanted.map(({ text }) => text)];
  const compiled = await steps.statements(texts);
  const rest = compiled.slice(several.stage.length + several.publish.length);
  const named = Object.fromEntries(wanted.map(({ key }, index) => [key, rest[index]]));
  return {
    ...(named as Partial<Record<keyof typeof single, Statement>> & { readonly audit: Statement }),
    stage: compiled.slice(0, several.stage.length),
    publish: compiled.slice(several.stage.length, several.stage.length + several.publish.length),
  };
}

/** The reconciliations of a model; each half is analyzed alone, so that a refusal names its line. */
export async function reconciliations(
  file: ModelFile,
  vars: Project['vars'],
  steps: StepCompiler,
  problems: ModelProblems,
): Promise<Model['reconcile']> {
  const staged = `FROM ${name(stageTable(file.name))} WHERE _status = 'passed'`;
  const made = await Promise.all(
    file.reconcile.map(async ({ name: label, tolerance, ...halves }) => {
      const expected = withoutComments(inlineVars(halves.expected, vars).sql);
      const actual = withoutComments(inlineVars(halves.actual, vars).sql);
      const at = (half: string) => () => file.places.place(['reconcile', label, half]);
      const whole = `SELECT (\n${indentSql(expected)}\n) AS expected, (SELECT ${actual} ${staged}) AS actual`;
      const statement = await steps
        .statement({ sql: whole, params: windowParams(whole) })
        .catch(async (refusal: unknown) => {
          const before = problems.found.length;
          await problems.analyzed(() => steps.compile(expected, windowParams(expected)), at('expected'));
          const alone = `SELECT ${actual} AS actual ${staged}`;
          await problems.analyzed(() => steps.compile(alone, windowParams(alone)), at('actual'));
          // Each is right alone, so what is wrong is that it is no single value.
          if (problems.found.length === before)
            await problems.analyzed(() => Promise.reject(refusal), at('expected'));
          return null;
        });
      return statement ? [{ name: label, tolerance, statement }] : [];
    }),
  );
  return made.flat();
}
