/**
 * `npm run deploy -- dev [--stacks foundation,warehouse] [--contract]`: applies synthesized stacks in their order.
 * `--contract` also takes away what the project no longer has.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { STACKS, type StackName } from '../../stacks/stack-names';
import { readable } from './changes';
import { deployStack } from './deploy-stack';
import { Terraform } from './terraform';

function main(): void {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { stacks: { type: 'string' }, contract: { type: 'boolean', default: false } },
  });
  const [environment, ...others] = positionals;
  if (!environment || others.length > 0) throw new Error('Name one environment: npm run deploy -- dev');
  const terraform = new Terraform(join('cdktf.out', 'stacks'));
  for (const name of chosen(values.stacks)) {
    const stack = `${environment}-${name}`;
    const { done, later } = deployStack(terraform, stack, values.contract);
    console.log(`${stack}: ${done === 0 ? 'nothing to do' : `${done} changes`}`);
    for (const { address } of later) console.log(`  stays until a release contracts: ${readable(address)}`);
  }
}

/** In the order of deployment, whatever the order in which they were named. */
function chosen(text: string | undefined): readonly StackName[] {
  const names = text?.split(',') ?? STACKS;
  const unknown = names.filter((name) => !(STACKS as readonly string[]).includes(name));
  if (unknown.length > 0)
    throw new Error(`There is no stack ${unknown.join(', ')}; use ${STACKS.join(', ')}.`);
  return STACKS.filter((name) => names.includes(name));
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
