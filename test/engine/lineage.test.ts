import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { openLocalLineage } from '../../src/adapters/local-lineage';
import { uuid } from '../../src/core/lineage/build';
import type { RunEvent } from '../../src/core/lineage/event';
import { executeRun } from '../../src/engine/run';
import type { Lineage } from '../../src/ports/lineage';
import { landOrders } from '../e2e/orders';
import { REPOSITORY, Workshop } from '../e2e/workshop';

/** The shape that the specification asks of a RunEvent and of the facets that are used. */
const facet = z.looseObject({ _producer: z.url(), _schemaURL: z.url() });
const facets = z.record(z.string(), facet);
const field = z.strictObject({ name: z.string(), type: z.string(), description: z.string().optional() });
const inputField = z.strictObject({ namespace: z.string(), name: z.string(), field: z.string() });
const dataset = z.strictObject({
  namespace: z.string().min(1),
  name: z.string().min(1),
  facets: z.looseObject({
    schema: facet.extend({ fields: z.array(field).min(1) }),
    columnLineage: facet
      .extend({ fields: z.record(z.string(), z.looseObject({ inputFields: z.array(inputField) })) })
      .optional(),
  }),
  outputFacets: facets.optional(),
});
const runEvent = z.strictObject({
  eventType: z.enum(['START', 'RUNNING', 'COMPLETE', 'ABORT', 'FAIL', 'OTHER']),
  eventTime: z.iso.datetime(),
  producer: z.url(),
  schemaURL: z.literal('https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent'),
  run: z.strictObject({ runId: z.uuid(), facets }),
  job: z.strictObject({ namespace: z.string().min(1), name: z.string().min(1), facets }),
  inputs: z.array(dataset),
  outputs: z.array(dataset),
});

let workshop: Workshop;
beforeEach(async () => {
  workshop = await Workshop.open(join(REPOSITORY, 'test/fixtures/tiny'));
  landOrders(workshop, ['o1,2026-10-01 10:00:00,5,']);
  await workshop.sweep();
});
afterEach(() => workshop.close());

async function runTelling(lineage: Lineage): Promise<string> {
  const context = { ...workshop.context, lineage };
  const { state } = await executeRun(context, await workshop.plan(), { pipeline: 'all', trigger: 'manual' });
  return state;
}

describe('the lineage of a run', () => {
  test('is a file of OpenLineage events: a beginning and an end of each task, with columns and where they come from', async () => {
    const folder = join(workshop.folder, 'lineage');
    expect(await runTelling(openLocalLineage(folder))).toBe('SUCCESS');
    const events = readdirSync(folder)
      .flatMap((name) => readFileSync(join(folder, name), 'utf8').trim().split('\n'))
      .map((line) => runEvent.parse(JSON.parse(line)));
    expect(events.map(({ eventType, job }) => `${eventType} ${job.name}`)).toEqual([
      'START silver.orders',
      'COMPLETE silver.orders',
      'START gold.revenue',
      'COMPLETE gold.revenue',
    ]);
    const last = events.at(-1);
    expect(last?.inputs.map(({ name }) => name)).toEqual(['silver.orders']);
    expect(last?.outputs[0]?.facets.columnLineage?.fields.revenue?.inputFields).toContainEqual({
      namespace: 'duckdb',
      name: 'silver.orders',
      field: 'amount',
    });
    expect(last?.outputs[0]?.outputFacets?.outputStatistics).toMatchObject({ rowCount: 1 });
    expect(new Set(events.map(({ run }) => run.runId)).size).toBe(2);
  });

  test('fails no run when nobody listens', async () => {
    const heard: RunEvent[] = [];
    const deaf: Lineage = {
      naming: { namespace: 'bigquery', prefix: 'p.' },
      emit: async (event) => {
        heard.push(event);
        throw new Error('unreachable');
      },
    };
    expect(await runTelling(deaf)).toBe('SUCCESS');
    expect(heard.map(({ outputs }) => outputs[0]?.name)).toContain('p.gold.revenue');
    expect(existsSync(join(workshop.folder, 'lineage'))).toBe(false);
  });

  test('has the same id for the same task of the same run, and another one for every other', () => {
    expect(uuid('run', 'task')).toBe(uuid('run', 'task'));
    expect(uuid('run', 'task')).not.toBe(uuid('run', 'other'));
    expect(z.uuid().safeParse(uuid('a')).success).toBe(true);
  });
});
