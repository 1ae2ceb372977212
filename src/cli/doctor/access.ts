import { z } from 'zod';
import { DEPLOYER_ROLES } from '../../core/cloud';
import type { Environment } from '../../core/environment';
import { commandText } from '../shell';
import { type Finding, ok, unknown } from './finding';
import type { Gcloud } from './gcloud';

const bindings = z.array(z.object({ bindings: z.object({ role: z.string(), members: z.string() }) }));
const policy = z.object({
  bindings: z.array(z.object({ role: z.string(), members: z.array(z.string()) })).default([]),
});
const group = z.object({ groupKey: z.object({ id: z.string() }) });

/** On the account that pays; the first is the least. */
const MAKES_BUDGETS = ['roles/billing.costsManager', 'roles/billing.admin'];

/** What the person who deploys may do, and whether the groups of the environment exist. */
export async function checkAccess(
  gcloud: Gcloud,
  environment: Environment,
  account: string | undefined,
): Promise<Finding[]> {
  const groups = Object.entries(environment.groups).map(([name, email]) => checkGroup(gcloud, name, email));
  return [
    await checkRoles(gcloud, environment, account),
    ...(await checkBudget(gcloud, environment, account)),
    ...(await Promise.all(groups)),
  ];
}

/** Budgets belong to the account that pays, not to the project: no grant of the stacks reaches there. */
async function checkBudget(
  gcloud: Gcloud,
  { project, budget, repository }: Environment,
  account: string | undefined,
): Promise<Finding[]> {
  if (!budget) return [];
  const { billing_account: payer } = budget;
  const builder = `serviceAccount:ecluse-builder@${project}.iam.gserviceaccount.com`;
  const wanted = [...(account ? [memberOf(account)] : []), ...(repository ? [builder] : [])];
  const args = ['billing', 'accounts', 'get-iam-policy', payer];
  if (wanted.length === 0) return [unknown('budget', 'not signed in', commandText('gcloud', args))];
  const judge = ({ bindings }: z.infer<typeof policy>): Finding => judgeBudget(payer, wanted, bindings);
  return [await gcloud.finding('budget', args, policy, judge, commandText('gcloud', args))];
}

/** Roles that come from a group or the organisation are not seen here either. */
function judgeBudget(
  payer: string,
  wanted: readonly string[],
  bindings: z.infer<typeof policy>['bindings'],
): Finding {
  const able = bindings.filter(({ role }) => MAKES_BUDGETS.includes(role)).flatMap(({ members }) => members);
  const not = wanted.filter((member) => !able.includes(member));
  if (not.length === 0) return ok('budget', `${wanted.join(', ')} may make budgets on ${payer}`);
  const grants = not.map((member) =>
    commandText('gcloud', [
      'billing',
      'accounts',
      'add-iam-policy-binding',
      payer,
      `--member=${member}`,
      `--role=${MAKES_BUDGETS[0]}`,
    ]),
  );
  return unknown('budget', `not granted on ${payer} to ${not.join(', ')}`, grants.join('\n'));
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
  const grants = not.map((role) =>
    commandText('gcloud', [
      'projects',
      'add-iam-policy-binding',
      project,
      `--member=${memberOf(account)}`,
      `--role=${role}`,
    ]),
  );
  return unknown('roles', `not granted to ${account} itself: ${not.join(', ')}`, grants.join('\n'));
}

const memberOf = (account: string): string =>
  `${account.endsWith('.gserviceaccount.com') ? 'serviceAccount' : 'user'}:${account}`;

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
