import { z } from 'zod';
import { DEPLOYER_ROLES } from '../../core/cloud';
import type { Environment } from '../../core/environment';
import { commandText } from '../shell';
import { type Finding, ok, unknown } from './finding';
import type { Gcloud } from './gcloud';

const bindings = z.array(z.object({ bindings: z.object({ role: z.string(), members: z.string() }) }));
const group = z.object({ groupKey: z.object({ id: z.string() }) });

/** What the person who deploys may do, and whether the groups of the environment exist. */
export async function checkAccess(
  gcloud: Gcloud,
  environment: Environment,
  account: string | undefined,
): Promise<Finding[]> {
  const groups = Object.entries(environment.groups).map(([name, email]) => checkGroup(gcloud, name, email));
  return [await checkRoles(gcloud, environment, account), ...(await Promise.all(groups))];
}

async function checkRoles(
  gcloud: Gcloud,
  { project }: Environment,
  account: string | undefined,
): Promise<Finding> {
  const args = ['projects', 'get-iam-policy', project, '--flatten=bindings[].members'];
  if (!account) return unknown('roles', 'not signed in', commandText('gcloud', args));
  const mine = [...args, `--filter=bindings.members~:${account}$`];
  return gcloud.finding(
    'roles',
    mine,
    bindings,
    (granted) =>
      judgeRoles(
        project,
        account,
        granted.map(({ bindings: { role } }) => role),
      ),
    commandText('gcloud', mine),
  );
}

/** Roles that come from a group, a folder or the organisation are not seen here: nothing is certainly missing. */
function judgeRoles(project: string, account: string, granted: readonly string[]): Finding {
  if (granted.includes('roles/owner')) return ok('roles', `${account} owns the project`);
  const not = Object.keys(DEPLOYER_ROLES).filter((role) => !granted.includes(role));
  if (not.length === 0) return ok('roles', `${account} has all ${granted.length} that a deployment needs`);
  const kind = account.endsWith('.gserviceaccount.com') ? 'serviceAccount' : 'user';
  const grants = not.map((role) =>
    commandText('gcloud', [
      'projects',
      'add-iam-policy-binding',
      project,
      `--member=${kind}:${account}`,
      `--role=${role}`,
    ]),
  );
  return unknown('roles', `not granted to ${account} itself: ${not.join(', ')}`, grants.join('\n'));
}

const checkGroup = (gcloud: Gcloud, name: string, email: string): Promise<Finding> =>
  gcloud.finding(
    `group ${name}`,
    ['identity', 'groups', 'describe', email],
    group,
    () => ok(`group ${name}`, email),
    commandText('gcloud', [
      'identity',
      'groups',
      'create',
      email,
      '--organization=DOMAIN',
      `--display-name=${name}`,
    ]),
  );
