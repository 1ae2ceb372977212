import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Change } from '../../scripts/delivery/changes';
import { deployStack } from '../../scripts/delivery/deploy-stack';
import { Order } from '../../scripts/delivery/order';
import { contains, type Released, type ReleaseRecord } from '../../scripts/delivery/released';
import type { PlansStacks } from '../../scripts/delivery/terraform';
import { Interleaving, type Step } from '../engine/support/interleaving';

/** Commits of one history are the numbers in their order. */
const numberOf = (commit: string): number => Number(commit);
const inOneHistory = (commit: string, earlier: string): boolean => numberOf(commit) >= numberOf(earlier);
const CHANGE: Change = {
  address: 'google_bigquery_table.it',
  type: 'google_bigquery_table',
  effect: 'update',
  isView: false,
};

/** An environment: what its stacks run, with a state that tells plans that are not up to date. */
class Place {
  readonly applied: Record<string, number[]> = { warehouse: [], pipeline: [] };
  private record: (Released & { generation: number }) | undefined;

  recordSeenBy(step: Step): ReleaseRecord {
    return {
      address: 'gs://state/released.json',
      read: async () => {
        await step();
        const found = this.record && { ...this.record, generation: String(this.record.generation) };
        await step();
        return found ?? null;
      },
      write: async (released, generation) => {
        await step();
        if (generation !== String(this.record?.generation ?? 0)) return false;
        this.record = { ...released, generation: Number(generation) + 1 };
        await step();
        return true;
      },
    };
  }

  /** @param refused whether data would be lost */
  terraformOf(commit: string, refused: boolean): PlansStacks {
    let planned = -1;
    const applied = (stack: string): number[] => this.applied[stack] ?? [];
    return {
      init: () => undefined,
      plan: (stack) => {
        planned = applied(stack).length;
        return applied(stack).at(-1) === numberOf(commit)
          ? []
          : [refused ? { ...CHANGE, effect: 'replace' } : CHANGE];
      },
      applyPlan: (stack) => {
        if (planned !== applied(stack).length) return false;
        applied(stack).push(numberOf(commit));
        return true;
      },
    };
  }

  /** As a build does, each command with an order of its own. */
  async build(commit: string, step: Step, refused = false): Promise<void> {
    const terraform = this.terraformOf(commit, refused);
    for (const stack of Object.keys(this.applied)) {
      await step();
      const order = new Order(this.recordSeenBy(step), inOneHistory, commit);
      await order.begin();
      await deployStack(terraform, stack, false, () => order.hold());
      await order.hold();
    }
  }
}

test('however builds of merges overlap, no older commit comes after a newer one, and the newest ends everywhere', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 2, max: 6 }), fc.integer(), async (builds, seed) => {
      const place = new Place();
      const interleaving = new Interleaving(seed, 0);
      for (let commit = 1; commit <= builds; commit++)
        interleaving.spawn(
          () => false,
          (step) => place.build(String(commit), step).catch(() => undefined),
        );
      await interleaving.end();
      for (const applied of Object.values(place.applied)) {
        expect(applied).toEqual([...applied].sort((a, b) => a - b));
        expect(applied.at(-1)).toBe(builds);
      }
    }),
    { numRuns: 300 },
  );
});

test('an older commit is refused before anything is planned, and told how to go back', async () => {
  const place = new Place();
  const at = async (): Promise<void> => undefined;
  await place.build('2', at);
  await expect(place.build('1', at)).rejects.toThrow(
    'The environment runs 2, which 1 does not contain: it is older, or of another history. Nothing was changed. To go back, revert and merge',
  );
  expect(place.applied.warehouse).toEqual([2]);
  await place.build('2', at);
  await place.build('3', at);
  expect(place.applied.pipeline).toEqual([2, 3]);
});

test('what runs is built again after a newer commit was refused before it changed anything', async () => {
  const place = new Place();
  const at = async (): Promise<void> => undefined;
  await place.build('1', at);
  await expect(place.build('3', at, true)).rejects.toThrow('would be lost');
  await expect(place.build('2', at)).rejects.toThrow('The environment is being brought to 3, which 2');
  await place.build('1', at);
  expect(place.applied.pipeline).toEqual([1]);
  await place.build('2', at);
  expect(place.applied.pipeline).toEqual([1, 2]);
});

test('the history says which commit contains which, and none contains what nobody knows', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ecluse-history-'));
  const before = process.cwd();
  try {
    process.chdir(folder);
    const git = (...args: string[]): string => execFileSync('git', args, { encoding: 'utf8' }).trim();
    const commit = (): string => {
      git('-c', 'user.name=t', '-c', 'user.email=t@acme.example', 'commit', '-q', '--allow-empty', '-m', 'c');
      return git('rev-parse', 'HEAD');
    };
    git('init', '-q');
    const [first, second] = [commit(), commit()];
    expect(contains(second, first)).toBe(true);
    expect(contains(second, second)).toBe(true);
    expect(contains(first, second)).toBe(false);
    expect(contains(second, 'a'.repeat(40))).toBe(false);
  } finally {
    process.chdir(before);
    rmSync(folder, { recursive: true, force: true });
  }
});
