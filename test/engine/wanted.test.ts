import fc from 'fast-check';
import { reviveWanted, Wanted } from '../../src/engine/wanted';
import type { World } from '../../src/ports/context';
import type { Executions } from '../../src/ports/executions';
import { Death, Interleaving, type Step } from './support/interleaving';
import { SteppedStore } from './support/stepped-store';
import { HandClock, Processes } from './support/world';

const PIPELINE = 'daily';
const SILENCE_MS = 900_000;

/** Files that come in, executions that plan what has come in, and runs that keep others waiting. */
class Platform {
  private readonly clock = new HandClock();
  private readonly store = new SteppedStore();
  private readonly machine = { ...new Processes().seenBy(1), silenceMs: SILENCE_MS };
  private loaded = 0;
  private isRunBusy = false;
  executions = 0;
  /** How many files each run has seen. */
  readonly runs: number[] = [];

  constructor(
    private readonly interleaving: Interleaving,
    private readonly workSteps: number,
  ) {}

  /** Comes in after so many steps, brought by a function that is called again when it dies. */
  file(after: number): void {
    let isLoaded = false;
    const again = () => true;
    this.interleaving.spawn(again, async (step) => {
      for (let i = 0; i < after && !isLoaded; i++) await step();
      if (!isLoaded) this.loaded += 1;
      isLoaded = true;
      await new Wanted(this.seenBy(step), this.starts(step), PIPELINE).want('on_file orders');
    });
  }

  async sweep(): Promise<number> {
    this.clock.pass(SILENCE_MS);
    const calm = async (): Promise<void> => undefined;
    return (await reviveWanted(this.seenBy(calm), this.starts(calm))).length;
  }

  private starts(step: Step): Executions {
    return {
      start: async () => {
        await step();
        this.execution(`e${++this.executions}`);
        await step();
      },
    };
  }

  /** Its function that plans is called again when it dies, unless the execution dies itself. */
  private execution(id: string): void {
    let isBegun = false;
    const livesOn = () => this.interleaving.random() < 0.7;
    this.interleaving.spawn(livesOn, async (step) => {
      const files = new Wanted(this.seenBy(step), this.starts(step), PIPELINE);
      while (!isBegun) {
        await files.take(id);
        await step();
        const seen = this.loaded;
        await step();
        if (this.isRunBusy) await files.wait(id);
        else isBegun = this.begin(seen);
      }
      await files.settle(id);
    });
  }

  /** The run works whatever becomes of who began it. */
  private begin(seen: number): true {
    this.isRunBusy = true;
    this.runs.push(seen);
    let left = this.workSteps;
    this.interleaving.spawn(
      () => true,
      async (step) => {
        for (; left > 0; left--) await step();
        this.isRunBusy = false;
      },
    );
    return true;
  }

  private seenBy(step: Step): World {
    return { objects: this.store.seenBy(step), clock: this.clock, machine: this.machine };
  }
}

const someSteps = {
  files: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 12 }),
  seed: fc.integer(),
  work: fc.integer({ min: 0, max: 60 }),
};

describe('files that come in', () => {
  test('are all seen by a run that starts after the last of them, in whatever order things happen', async () => {
    await fc.assert(
      fc.asyncProperty(fc.record(someSteps), async ({ files, seed, work }) => {
        const interleaving = new Interleaving(seed, 0);
        const platform = new Platform(interleaving, work);
        for (const after of files) platform.file(after);
        await interleaving.end();
        expect(platform.runs.at(-1)).toBe(files.length);
        expect(await platform.sweep()).toBe(0);
      }),
      { numRuns: 300 },
    );
  });

  test('are all seen once the sweep has looked, wherever functions and executions die', async () => {
    await fc.assert(
      fc.asyncProperty(fc.record(someSteps), async ({ files, seed, work }) => {
        const interleaving = new Interleaving(seed, 0.05);
        const platform = new Platform(interleaving, work);
        for (const after of files) platform.file(after);
        await interleaving.end();
        interleaving.nobodyDies();
        while ((await platform.sweep()) > 0) await interleaving.end();
        expect(Math.max(...platform.runs)).toBe(files.length);
      }),
      { numRuns: 300 },
    );
  });

  test('are many, and lead to few executions', async () => {
    const interleaving = new Interleaving(7, 0);
    const platform = new Platform(interleaving, 10_000);
    for (let i = 0; i < 500; i++) platform.file(i);
    await interleaving.end();
    expect(platform.runs.at(-1)).toBe(500);
    expect(platform.executions).toBeLessThanOrEqual(3);
  });
});

test('an execution that could not be started is started by the next file', async () => {
  const world = {
    objects: new SteppedStore().seenBy(async () => undefined),
    clock: new HandClock(),
    machine: new Processes().seenBy(1),
  };
  const started: string[] = [];
  let isDown = true;
  const executions: Executions = {
    start: async ({ trigger }) => {
      if (isDown) throw new Death();
      started.push(trigger);
    },
  };
  const files = new Wanted(world, executions, PIPELINE);
  await expect(files.want('on_file a')).rejects.toThrow(Death);
  isDown = false;
  await files.want('on_file b');
  await files.want('on_file c');
  expect(started).toEqual(['on_file b']);
});
