import type { Model } from '../../core/manifest';
import type { Column, Statement } from '../../core/types';
import type { ModelFile, Project } from '../project/types';
import { audit, evidence, gap, grouped, identities, violations } from '../sql/audit';
import type { SqlText } from '../sql/bronze';
import { APPEARS, deletions, history } from '../sql/history';
import { publish, publishedColumns, quarantineColumns } from '../sql/publish';
import { quarantined } from '../sql/quarantined';
import { restore, retained } from '../sql/restore';
import { retain, retainedColumns, retainedTable } from '../sql/retain';
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

type Reconciliation = ModelFile['reconcile'][number];

/** The reconciliations of a model, each as one row with what is expected and what was staged. */
export async function reconciliations(
  file: ModelFile,
  vars: Project['vars'],
  steps: StepCompiler,
  problems: ModelProblems,
): Promise<Model['reconcile']> {
  const written = file.reconcile.map((entry) => inlined(entry, vars));
  const made = await Promise.all(
    written.map(async (entry) => {
      const statement = await statementOf(entry, file, steps, problems);
      return statement ? [{ name: entry.name, tolerance: entry.tolerance, statement }] : [];
    }),
  );
  return made.flat();
}

const inlined = (entry: Reconciliation, vars: Project['vars']): Reconciliation => ({
  ...entry,
  expected: withoutComments(inlineVars(entry.expected, vars).sql),
  actual: withoutComments(inlineVars(entry.actual, vars).sql),
});

const staged = (file: ModelFile): string => `FROM ${name(stageTable(file.name))} WHERE _status = 'passed'`;

async function statementOf(
  entry: Reconciliation,
  file: ModelFile,
  steps: StepCompiler,
  problems: ModelProblems,
): Promise<Statement | null> {
  const { expected, actual } = entry;
  const sql = `SELECT (\n${indentSql(expected)}\n) AS expected, (SELECT ${actual} ${staged(file)}) AS actual`;
  try {
    return await steps.statement({ sql, params: windowParams(sql) });
  } catch (refusal) {
    const before = problems.found.length;
    await probeHalves(entry, file, steps, problems);
    // Each half is right alone: then it is both together that is refused.
    if (problems.found.length === before)
      await problems.analyzed(
        () => Promise.reject(refusal),
        () => file.places.place(['reconcile', entry.name]),
      );
    return null;
  }
}

/** Each half is analyzed alone, so that a refusal names its line. */
async function probeHalves(
  { name: label, expected, actual }: Reconciliation,
  file: ModelFile,
  steps: StepCompiler,
  problems: ModelProblems,
): Promise<void> {
  const at = (half: string) => () => file.places.place(['reconcile', label, half]);
  const query = await problems.analyzed(
    () => steps.compile(expected, windowParams(expected)),
    at('expected'),
  );
  if (query && query.columns.length !== 1)
    problems.at(
      ['reconcile', label, 'expected'],
      'reconcile',
      `expected makes ${query.columns.length} columns; a reconciliation compares one number.`,
      'Select one aggregate.',
    );
  const alone = `SELECT ${actual} AS actual ${staged(file)}`;
  await problems.analyzed(() => steps.compile(alone, windowParams(alone)), at('actual'));
}
