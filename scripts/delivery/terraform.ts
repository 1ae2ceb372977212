import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Change } from './changes';

/** Minutes that an apply waits for another one to let go of the state. */
const LOCK = '-lock-timeout=20m';
const PLAN = 'ecluse.plan';
/** What Terraform says of a plan after which somebody else has changed the state. */
const STALE = 'Saved plan is stale';
const QUIET = ['-input=false', '-no-color'];

/** What the delivery asks of Terraform. */
export interface PlansStacks {
  /** Fetches providers and finds the state. */
  init(stack: string): void;
  /** What an apply would do. @param only addresses; absent: everything. @param reading leaves the state unlocked */
  plan(stack: string, options?: { only?: readonly string[]; reading?: boolean }): Change[];
  /** Does exactly what was planned last. @returns false, and nothing is done, where it is not up to date any more */
  applyPlan(stack: string): boolean;
}

/** Terraform on synthesized stacks. */
export class Terraform implements PlansStacks {
  /** @param stacks folder with a folder for each stack, e.g. `cdktf.out/stacks` */
  constructor(
    private readonly stacks: string,
    private readonly variables: NodeJS.ProcessEnv = process.env,
    private readonly say: (text: string) => void = (text) => void process.stdout.write(text),
  ) {}

  init(stack: string): void {
    this.run(stack, ['init', ...QUIET]);
  }

  plan(
    stack: string,
    { only = [], reading = false }: { only?: readonly string[]; reading?: boolean } = {},
  ): Change[] {
    const lock = reading ? '-lock=false' : LOCK;
    const targets = only.map((address) => `-target=${address}`);
    this.run(stack, ['plan', ...QUIET, lock, `-out=${PLAN}`, ...targets]);
    const plan = JSON.parse(this.run(stack, ['show', '-json', PLAN])) as { resource_changes?: Planned[] };
    return (plan.resource_changes ?? []).flatMap(changeOf);
  }

  applyPlan(stack: string): boolean {
    try {
      this.say(this.run(stack, ['apply', ...QUIET, LOCK, '-parallelism=30', PLAN]));
      return true;
    } catch (error) {
      if (error instanceof Error && error.message.includes(STALE)) return false;
      throw error;
    }
  }

  /** @throws with what Terraform said */
  private run(stack: string, args: readonly string[]): string {
    const { status, stdout, stderr, error } = spawnSync('terraform', args, {
      cwd: join(this.stacks, stack),
      env: { ...this.variables, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1' },
      encoding: 'utf8',
      maxBuffer: 256 * 1024 * 1024,
    });
    if (error) throw new Error(`terraform could not be started: ${error.message}. Put it on the PATH.`);
    if (status !== 0)
      throw new Error(`terraform ${args[0]} of ${stack} failed:\n${stderr}\n${stdout.slice(-2000)}`);
    return stdout;
  }
}

interface Planned {
  readonly address: string;
  readonly type: string;
  readonly change: { readonly actions: readonly string[]; readonly before: Record<string, unknown> | null };
}

function changeOf({ address, type, change: { actions, before } }: Planned): Change[] {
  const effect = effectOf(actions);
  const isView = hasItems(before?.view) || hasItems(before?.materialized_view);
  return effect ? [{ address, type, effect, isView }] : [];
}

const hasItems = (value: unknown): boolean => Array.isArray(value) && value.length > 0;

function effectOf(actions: readonly string[]): Change['effect'] | undefined {
  if (actions.includes('create')) return actions.includes('delete') ? 'replace' : 'create';
  return (['update', 'delete'] as const).find((effect) => actions.includes(effect));
}
