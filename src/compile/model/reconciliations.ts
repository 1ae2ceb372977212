import { countedText } from '../../core/counted';
import type { Model } from '../../core/manifest';
import type { Statement } from '../../core/types';
import type { ModelFile, Project } from '../project/types';
import { reconciliation, stagedValue } from '../sql/reconcile';
import { windowParams } from '../sql/stage';
import { withoutComments } from '../sql-text';
import type { StepCompiler } from '../step-compiler';
import { inlineVars } from '../vars';
import type { ModelProblems } from './problems';

type Reconciliation = ModelFile['reconcile'][number];

/** The reconciliations of a model: a row for each day, or one for the whole, with what is expected and what was staged. */
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

async function statementOf(
  entry: Reconciliation,
  file: ModelFile,
  steps: StepCompiler,
  problems: ModelProblems,
): Promise<Statement | null> {
  try {
    return await steps.statement(reconciliation(file, entry));
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
  const wanted = ONE[file.as === 'incremental' ? 'aDay' : 'all'];
  if (query && query.columns.length !== wanted.columns)
    problems.at(
      ['reconcile', label, 'expected'],
      'reconcile',
      `expected makes ${countedText(query.columns.length, 'column')}; ${wanted.compares}.`,
      wanted.remedy,
    );
  const alone = stagedValue(file, actual);
  await problems.analyzed(() => steps.compile(alone, windowParams(alone)), at('actual'));
}

/** What a reconciliation has to expect. */
const ONE = {
  aDay: {
    columns: 2,
    compares: 'a reconciliation of a model with partitions compares one number a day',
    remedy: 'Select the date and one aggregate, and group by the date.',
  },
  all: {
    columns: 1,
    compares: 'a reconciliation of a model without partitions compares one number',
    remedy: 'Select one aggregate.',
  },
};
