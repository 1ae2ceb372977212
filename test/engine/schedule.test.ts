import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import type { Task } from '../../src/core/planning/plan';
import { inPlanOrder } from '../../src/engine/schedule';
import { taskOf } from './support/world';

/** Tasks that come after some of those before them. */
const plans = fc
  .array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: 1, maxLength: 15 })
  .map((after) =>
    after.map((others, index) =>
      taskOf(`t${index}`, index === 0 ? [] : others.map((other) => `t${other % index}`)),
    ),
  );

async function traced(tasks: readonly Task[], limit: number): Promise<{ order: string[]; most: number }> {
  const order: string[] = [];
  const done = new Set<string>();
  let working = 0;
  let most = 0;
  await inPlanOrder(tasks, limit, async (task) => {
    expect(task.after.every((id) => done.has(id))).toBe(true);
    order.push(task.id);
    most = Math.max(most, ++working);
    await sleep(task.id.length % 2);
    working--;
    done.add(task.id);
  });
  return { order, most };
}

describe('tasks of a plan', () => {
  test('are each done once, after all they come after, and never more at once than allowed', async () => {
    await fc.assert(
      fc.asyncProperty(plans, fc.integer({ min: 1, max: 4 }), async (tasks, limit) => {
        const { order, most } = await traced(tasks, limit);
        expect([...order].sort()).toEqual(tasks.map((task) => task.id).sort());
        expect(most).toBeLessThanOrEqual(limit);
      }),
      { numRuns: 50 },
    );
  });

  test('are done one by one in the order of the plan when one may work at a time', async () => {
    await fc.assert(
      fc.asyncProperty(plans, async (tasks) => {
        expect((await traced(tasks, 1)).order).toEqual(tasks.map((task) => task.id));
      }),
      { numRuns: 30 },
    );
  });

  test('work beside each other when they may', async () => {
    expect((await traced([taskOf('a'), taskOf('b'), taskOf('c', ['a'])], 2)).most).toBe(2);
  });

  test('begin no more when one breaks, and those that work are waited for', async () => {
    const ended: string[] = [];
    const work = inPlanOrder([taskOf('a'), taskOf('b'), taskOf('c')], 2, async (task) => {
      if (task.id === 'a') throw new Error('broken');
      await sleep(20);
      ended.push(task.id);
    });
    await expect(work).rejects.toThrow('broken');
    expect(ended).toEqual(['b']);
  });
});
