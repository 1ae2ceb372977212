import { addDays } from '../core/dates';
import type { Manifest, Model } from '../core/manifest';
import { type Difference, differences, type ModelTest, type Outcome } from '../core/model-test';
import { WHOLE } from '../core/planning/plan';
import { judge } from '../core/quality/verdict';
import { bindTo } from '../core/statement';
import type { Row, Statement, Values } from '../core/types';
import type { Clock } from '../ports/clock';
import { type Warehouse, WarehouseError } from '../ports/warehouse';
import { gather } from './evidence';
import { modelOf } from './stored-model';
import { windowValues } from './window-values';

/** What came of a test: where it differs, or why it could not be tried. */
export interface ModelTestResult {
  readonly test: ModelTest;
  readonly passed: boolean;
  readonly differences: readonly Difference[];
  /** What the warehouse said where a statement failed. */
  readonly error?: string;
}

/** As much of a context as a test needs; the warehouse holds nothing that anybody needs. */
export interface TestBench {
  readonly manifest: Manifest;
  readonly warehouse: Warehouse;
  readonly clock: Clock;
}

/**
 * Gives the rows, stages and judges as a task does, and compares. Nothing is published: what would be is read from
 * what was staged.
 */
export async function runModelTest(
  bench: TestBench,
  test: ModelTest,
  index: number,
): Promise<ModelTestResult> {
  const job = `model_test_${index}`;
  try {
    await lay(bench, test, job);
    const outcome = await outcomeOf(bench, test, job);
    const found = differences(test, outcome);
    return { test, passed: found.length === 0, differences: found };
  } catch (error) {
    if (!(error instanceof WarehouseError)) throw error;
    return { test, passed: false, differences: [], error: error.message };
  }
}

/** Everything that the model may read becomes a table with the given rows, whatever it is otherwise. */
async function lay(
  { manifest, warehouse }: TestBench,
  { tables, fill, model: name }: ModelTest,
  job: string,
): Promise<void> {
  const model = manifest.models.find((candidate) => candidate.name === name);
  const { createView } = model ?? {};
  await warehouse.prepare({
    tables: [...tables, ...(model?.steps ? [model] : [])],
    views: createView ? [createView] : [],
    replace: [...tables.map((table) => ({ name: table.name })), { name }],
  });
  if (fill.length > 0) await warehouse.execute(`fill_${job}`, fill);
}

async function outcomeOf(bench: TestBench, test: ModelTest, job: string): Promise<Outcome> {
  const view = bench.manifest.models.find((model) => model.name === test.model && model.createView);
  const values = view ? {} : await staged(bench, test, job);
  const read = async (statement: Statement | undefined): Promise<readonly Row[]> =>
    statement ? (await bench.warehouse.query(bindTo(statement, values))).rows : [];
  return {
    rows: await read(test.reads.rows),
    duplicates: await read(test.reads.duplicates),
    quarantined: await read(test.reads.quarantined),
    failed: view ? [] : await failedChecks(bench, test, values),
  };
}

async function staged(bench: TestBench, test: ModelTest, job: string): Promise<Values> {
  const model = modelOf(bench, test.model);
  const values = windowValues(model, { window: windowOf(model, test), dates: [] }, job);
  await bench.warehouse.execute(
    `stage_${job}`,
    model.steps.stage.map((step) => bindTo(step, values)),
  );
  return values;
}

/** The extracts of a test are all there are: a history begins with the first of them. */
function windowOf({ as }: Model, { window }: ModelTest): NonNullable<ModelTest['window']> {
  const end = window?.end ?? '9999-12-31';
  return as === 'incremental' && window ? window : { start: WHOLE, end };
}

async function failedChecks(bench: TestBench, test: ModelTest, values: Values): Promise<string[]> {
  const model = modelOf(bench, test.model);
  const evidence = await gather({ ...bench, clock: after(bench.clock, test) }, model, values, []);
  const { results } = judge(model, evidence);
  const failed = results.filter(({ outcome, severity }) => outcome === 'failed' && severity === 'fail');
  return [...new Set(failed.map(({ check }) => check))];
}

/** The days of a test are over, whenever it is tried. */
const after = (clock: Clock, { window }: ModelTest): Clock => ({
  ...clock,
  now: () => new Date(`${addDays(window?.end ?? '2100-01-01', 365)}T00:00:00Z`),
});
