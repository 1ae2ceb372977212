/**
 * `npm run plan -- dev staging prod`: plans synthesized stacks against what is deployed, compares the project with the
 * active manifest of each environment, and writes one summary for a pull request to `build/plan.md`. Changes nothing.
 * Ends with 3 when something may not be merged.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { STACKS } from '../../stacks/stack-names';
import { readFromBucket } from './active-manifest';
import { releaseOf } from './changes';
import { diffWithActive } from './project-diff';
import { isAcceptable, type PlannedEnvironment, type PlannedStack, summaryOf } from './summary';
import { Terraform } from './terraform';

const REFUSED = 3;
const OUT = join('build', 'plan.md');

async function planEnvironment(terraform: Terraform, name: string): Promise<PlannedEnvironment> {
  const stacks: PlannedStack[] = [];
  try {
    for (const part of STACKS) stacks.push(planStack(terraform, `${name}-${part}`));
    return { name, stacks, diff: await diffWithActive(readFromBucket, name) };
  } catch (error) {
    return {
      name,
      stacks,
      diff: { markdown: '', refused: false },
      problem: error instanceof Error ? error.message : String(error),
    };
  }
}

function planStack(terraform: Terraform, stack: string): PlannedStack {
  terraform.init(stack);
  return { stack, release: releaseOf(terraform.plan(stack, { reading: true }), false) };
}

async function main(names: readonly string[]): Promise<void> {
  if (names.length === 0) throw new Error('Name environments: npm run plan -- dev');
  const terraform = new Terraform(join('cdktf.out', 'stacks'));
  const planned: PlannedEnvironment[] = [];
  for (const name of names) planned.push(await planEnvironment(terraform, name));
  const summary = summaryOf(planned);
  mkdirSync('build', { recursive: true });
  writeFileSync(OUT, `${summary}\n`);
  console.log(summary);
  if (!isAcceptable(planned)) process.exitCode = REFUSED;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});
