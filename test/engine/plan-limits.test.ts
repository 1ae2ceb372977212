import type { Manifest } from '../../src/core/manifest';
import type { Plan, Task } from '../../src/core/planning/plan';
import { beginRun } from '../../src/engine/begin-run';
import { PlanTooLarge, refuseTooLarge } from '../../src/engine/plan-limits';
import type { Context } from '../../src/ports/context';
import { WarehouseError } from '../../src/ports/warehouse';

const GB = 1e9;

const model = (name: string) => ({
  name,
  as: 'incremental',
  steps: { stage: [{ googlesql: name, duckdb: [], params: {} }] },
});

const task = (name: string, start: string): Task => ({
  id: `${name} ${start}`,
  model: name,
  window: { start, end: '2026-12-01' },
  dates: [],
  after: [],
  rows: 0,
});

const PLAN: Plan = {
  manifest: 'm',
  tasks: [task('silver.a', '2026-10-01'), task('silver.a', '2026-11-01'), task('gold.b', '2026-10-01')],
};

interface Limits {
  readonly project?: number;
  readonly pipeline?: number;
}

/** A warehouse that says what each model reads; `null`: it cannot tell, or the table is not there. */
function contextWith({ project, pipeline }: Limits, bytes: Readonly<Record<string, number | null>>): Context {
  const manifest = {
    project: { ...(project && { maxBytes: project }) },
    pipelines: [{ name: 'silver', models: ['silver.a'], ...(pipeline && { maxBytes: pipeline }) }],
    models: [model('silver.a'), model('gold.b')],
  } as unknown as Manifest;
  const estimate = ({ statement }: { readonly statement: { readonly googlesql: string } }) => {
    const known = bytes[statement.googlesql];
    if (known === undefined) throw new WarehouseError('not_found', 'no such table');
    return Promise.resolve({ bytes: known, rows: null });
  };
  return { manifest, warehouse: { estimate } } as unknown as Context;
}

describe('a plan that reads more than it may', () => {
  test('is refused with the estimate, the task that reads most, and what to do', async () => {
    const context = contextWith({ project: 500 * GB }, { 'silver.a': 100 * GB, 'gold.b': 420.5 * GB });
    const refused = refuseTooLarge(context, PLAN);
    await expect(refused).rejects.toThrow(PlanTooLarge);
    await expect(refused).rejects.toThrow(
      'The plan would read 620.5 GB in 3 tasks; max_bytes of the project is 500 GB. gold.b (2026-10-01 … 2026-11-30) reads most of it. Run fewer dates or models (--start-date, --end-date, --models), or raise max_bytes in ecluse.yaml.',
    );
  });

  test('is measured by what the models of a pipeline read, where that has a limit', async () => {
    const bytes = { 'silver.a': 100 * GB, 'gold.b': 420 * GB };
    await expect(refuseTooLarge(contextWith({ pipeline: 150 * GB }, bytes), PLAN)).rejects.toThrow(
      /200 GB in 2 tasks; max_bytes of pipeline silver is 150 GB/,
    );
    await refuseTooLarge(contextWith({ pipeline: 200 * GB }, bytes), PLAN);
  });

  test('does not begin', async () => {
    const context = contextWith({ project: 1 }, { 'silver.a': 2, 'gold.b': 2 });
    const options = { pipeline: 'all', trigger: 'manual' };
    await expect(beginRun(context, 'run', PLAN, options)).rejects.toThrow(PlanTooLarge);
  });
});

describe('a plan', () => {
  test('is let through where the warehouse cannot tell, and is not measured where there is no limit', async () => {
    await refuseTooLarge(contextWith({ project: 1 }, { 'silver.a': null }), PLAN);
    const unasked = contextWith({}, {});
    await refuseTooLarge({ ...unasked, warehouse: null } as unknown as Context, PLAN);
  });
});
