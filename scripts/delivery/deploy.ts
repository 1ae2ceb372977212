/**
 * `npm run deploy -- dev [--stacks foundation,warehouse] [--contract]`: applies synthesized stacks in their order.
 * `--contract` also takes away what the project no longer has. `--commit SHA` keeps deployments in the order of the
 * history: builds say it, people who try something do not.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readEnvironments } from '../../src/compile/environment';
import { bucketName } from '../../stacks/names';
import { STACKS, type StackName } from '../../stacks/stack-names';
import { readable } from './changes';
import { deployStack } from './deploy-stack';
import { Order } from './order';
import { contains, releaseRecord } from './released';
import { Terraform } from './terraform';

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      stacks: { type: 'string' },
      contract: { type: 'boolean', default: false },
      commit: { type: 'string' },
    },
  });
  const [environment, ...others] = positionals;
  if (!environment || others.length > 0) throw new Error('Name one environment: npm run deploy -- dev');
  const order = values.commit === undefined ? undefined : orderOf(environment, values.commit);
  await order?.begin();
  const hold = async () => order?.hold();
  const terraform = new Terraform(join('cdktf.out', 'stacks'));
  for (const name of chosen(values.stacks)) {
    const stack = `${environment}-${name}`;
    const { done, later } = await deployStack(terraform, stack, values.contract, hold);
    console.log(`${stack}: ${done === 0 ? 'nothing to do' : `${done} changes`}`);
    for (const { address } of later) console.log(`  stays until a release contracts: ${readable(address)}`);
  }
  await hold();
}

function orderOf(environment: string, commit: string): Order {
  if (!/^[0-9a-f]{40}$/.test(commit)) throw new Error(`${commit} is no commit; expected 40 hex digits.`);
  const [place] = readEnvironments(process.cwd(), process.env, [environment]);
  if (!place) throw new Error(`There is no environments/${environment}.yaml.`);
  return new Order(releaseRecord(bucketName(place, 'state')), contains, commit);
}

/** In the order of deployment, whatever the order in which they were named. */
function chosen(text: string | undefined): readonly StackName[] {
  const names = text?.split(',') ?? STACKS;
  const unknown = names.filter((name) => !(STACKS as readonly string[]).includes(name));
  if (unknown.length > 0)
    throw new Error(`There is no stack ${unknown.join(', ')}; use ${STACKS.join(', ')}.`);
  return STACKS.filter((name) => names.includes(name));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});
