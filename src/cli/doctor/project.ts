import { z } from 'zod';
import { bucketName, FIRST_SERVICES, SERVICES, stateKeyName } from '../../core/cloud';
import type { Environment } from '../../core/environment';
import { type Finding, missing, ok } from './finding';
import type { Gcloud } from './gcloud';

const project = z.object({ lifecycleState: z.string() });
const billing = z.object({ billingEnabled: z.boolean().default(false) });
const services = z.array(z.object({ config: z.object({ name: z.string() }) }));
const bucket = z.object({
  versioning: z.object({ enabled: z.boolean() }).prefault({ enabled: false }),
  encryption: z.object({ defaultKmsKeyName: z.string().optional() }).prefault({}),
  iamConfiguration: z.object({
    publicAccessPrevention: z.string(),
    uniformBucketLevelAccess: z.object({ enabled: z.boolean() }),
  }),
});

/** The project, who pays for it, what is switched on in it, and where the state is kept. */
export async function checkProject(gcloud: Gcloud, environment: Environment): Promise<Finding[]> {
  const { project: id } = environment;
  return [
    await gcloud.finding(
      'project',
      ['projects', 'describe', id],
      project,
      ({ lifecycleState: state }) =>
        state === 'ACTIVE'
          ? ok('project', id)
          : missing('project', `${id} is ${state}`, `gcloud projects undelete ${id}`),
      `gcloud projects create ${id}`,
    ),
    await gcloud.finding(
      'billing',
      ['billing', 'projects', 'describe', id],
      billing,
      ({ billingEnabled }) =>
        billingEnabled
          ? ok('billing', 'somebody pays')
          : missing('billing', 'nobody pays', linkBilling(environment)),
      linkBilling(environment),
    ),
    await gcloud.finding(
      'services',
      ['services', 'list', '--enabled', `--project=${id}`],
      services,
      (enabled) =>
        judgeServices(
          id,
          enabled.map(({ config }) => config.name),
        ),
      enableFirst(id),
    ),
    await checkState(gcloud, environment),
  ];
}

const linkBilling = ({ project: id, budget }: Environment): string =>
  `gcloud billing projects link ${id} --billing-account=${budget?.billing_account ?? 'ACCOUNT'}`;

const enableFirst = (id: string): string =>
  `gcloud services enable ${FIRST_SERVICES.map(full).join(' ')} --project=${id}`;

const full = (service: string): string => `${service}.googleapis.com`;

function judgeServices(id: string, enabled: readonly string[]): Finding {
  const off = (names: readonly string[]): string[] => names.filter((name) => !enabled.includes(full(name)));
  const first = off(FIRST_SERVICES);
  if (first.length > 0) return missing('services', `not switched on: ${first.join(', ')}`, enableFirst(id));
  const others = off(SERVICES);
  if (others.length === 0) return ok('services', `all ${SERVICES.length} are switched on`);
  return ok('services', `the foundation stack will switch on ${others.length} more`);
}

function checkState(gcloud: Gcloud, environment: Environment): Promise<Finding> {
  const name = bucketName(environment, 'state');
  const remedy = `ecluse bootstrap ${environment.name} --run`;
  return gcloud.finding(
    'state bucket',
    ['storage', 'buckets', 'describe', `gs://${name}`, '--raw'],
    bucket,
    ({ versioning, encryption, iamConfiguration: { publicAccessPrevention, uniformBucketLevelAccess } }) => {
      const hasKey = encryption.defaultKmsKeyName === stateKeyName(environment);
      const open = [
        ...(versioning.enabled ? [] : ['keeps no versions']),
        ...(publicAccessPrevention === 'enforced' ? [] : ['may be made public']),
        ...(uniformBucketLevelAccess.enabled ? [] : ['has access by object']),
        ...(hasKey || !environment.cmek ? [] : ['is under a key of Google']),
      ];
      return open.length === 0
        ? ok('state bucket', `gs://${name}`)
        : missing('state bucket', `gs://${name} ${open.join(', ')}`, remedy);
    },
    remedy,
  );
}
