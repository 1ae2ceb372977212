import type { Environment } from '../../core/environment';
import type { Programs } from '../../ports/programs';
import { checkAccess } from './access';
import type { Finding } from './finding';
import { Gcloud } from './gcloud';
import { checkMachine } from './machine';
import { checkPolicies } from './policies';
import { checkProject } from './project';
import { checkQuotas } from './quotas';

export type { Finding } from './finding';

/**
 * Everything that a deployment stands on, each with what was found and what to do.
 * @param node version of Node, e.g. `22.20.0`
 * @param environment absent: only the machine is looked at
 */
export async function examine(
  programs: Programs,
  node: string,
  environment: Environment | undefined,
): Promise<Finding[]> {
  const gcloud = new Gcloud(programs);
  const machine = await checkMachine(programs, gcloud, node);
  if (!environment) return machine;
  const signedIn = machine.find(({ check, state }) => check === 'credentials' && state === 'ok');
  return [
    ...machine,
    ...(await checkProject(gcloud, environment)),
    ...(await checkAccess(gcloud, environment, signedIn?.found)),
    ...(await checkPolicies(gcloud, environment)),
    await checkQuotas(gcloud, environment),
  ];
}
