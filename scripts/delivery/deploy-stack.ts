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
 * @throws when something that holds data would be replaced
 */
export function deployStack(terraform: PlansStacks, stack: string, contract: boolean): Deployed {
  terraform.init(stack);
  const { now, later, refused } = releaseOf(terraform.plan(stack), contract);
  if (refused.length > 0) throw new Error(refusal(stack, refused));
  if (now.length === 0) return { done: 0, later };
  // Planned once more without what stays: what is applied is a plan that was looked at.
  if (later.length > 0) planOnly(terraform, stack, now);
  terraform.applyPlan(stack);
  return { done: now.length, later };
}

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
