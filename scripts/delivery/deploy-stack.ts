import { type Change, readable, releaseOf } from './changes';
import type { PlansStacks } from './terraform';

export interface Deployed {
  readonly done: number;
  /** Left for a release that contracts. */
  readonly later: readonly Change[];
}

/**
 * Brings one stack to what was synthesized. Without `contract`, tables, views and functions that the project no
 * longer has stay: runs that pinned the manifest before, and readers, go on using them.
 * @param hold asked before anything is changed; it throws when this deployment may not go on
 * @throws when something that holds data would be replaced
 */
export async function deployStack(
  terraform: PlansStacks,
  stack: string,
  contract: boolean,
  hold: () => Promise<void> = async () => undefined,
): Promise<Deployed> {
  terraform.init(stack);
  for (let attempt = 1; ; attempt++) {
    const { now, later, refused } = releaseOf(terraform.plan(stack), contract);
    if (refused.length > 0) throw new Error(refusal(stack, refused));
    if (now.length === 0) return { done: 0, later };
    // Planned once more without what stays: what is applied is a plan that was looked at.
    if (later.length > 0) planOnly(terraform, stack, now);
    // After the plan: whoever deploys between this and the apply makes the plan stale.
    await hold();
    if (terraform.applyPlan(stack)) return { done: now.length, later };
    if (attempt === ATTEMPTS)
      throw new Error(`${stack}: somebody changes it all the time; deploy again when they are done.`);
  }
}

const ATTEMPTS = 5;

function planOnly(terraform: PlansStacks, stack: string, now: readonly Change[]): void {
  const again = releaseOf(terraform.plan(stack, { only: now.map(({ address }) => address) }), false);
  const more = [...again.refused, ...again.later];
  if (more.length === 0) return;
  const named = more.map(({ address }) => readable(address)).join(', ');
  throw new Error(
    `${stack}: cannot be brought up to date without ${named}, which a later release takes away. Nothing was changed; deploy with --contract once nothing uses it.`,
  );
}

const refusal = (stack: string, refused: readonly Change[]): string =>
  [
    `${stack}: these would be replaced, and what they hold would be lost:`,
    ...refused.map(({ address }) => `  ${readable(address)}`),
    'Nothing was changed. `ecluse diff` names the change of the project behind it; docs/deploy.md says how to migrate.',
  ].join('\n');
