import { DEPLOYER_ROLES, SERVICES } from '../../../src/core/cloud';
import { type Environment, environmentFile } from '../../../src/core/environment';
import type { Ended, Programs } from '../../../src/ports/programs';

export const DEV: Environment = {
  name: 'dev',
  ...environmentFile.parse({
    project: 'acme-dev',
    region: 'europe-west1',
    groups: { analysts: 'a@acme.example', engineers: 'e@acme.example', operators: 'o@acme.example' },
    deletion_protection: false,
    alerts: { emails: ['e@acme.example'] },
  }),
};

const answer = (value: unknown): Ended => ({ code: 0, out: JSON.stringify(value), err: '' });
export const failure = (err: string): Ended => ({ code: 1, out: '', err });

const openPolicy = answer({ name: 'projects/1/policies/x', spec: { rules: [{ allowAll: true }] } });

/** The beginning of a command to what Google documents as its answer, for a project in which nothing is missing. */
const READY: Readonly<Record<string, Ended>> = {
  'terraform version -json': answer({ terraform_version: '1.11.4', platform: 'linux_amd64' }),
  'gcloud auth list': answer([{ account: 'ana@acme.example', status: 'ACTIVE' }]),
  'gcloud auth application-default': { code: 0, out: 'not looked at', err: '' },
  'gcloud projects describe': answer({
    projectId: 'acme-dev',
    projectNumber: '42',
    lifecycleState: 'ACTIVE',
  }),
  'gcloud billing projects describe': answer({ billingEnabled: true, projectId: 'acme-dev' }),
  'gcloud services list': answer(
    SERVICES.map((name) => ({ config: { name: `${name}.googleapis.com` }, state: 'ENABLED' })),
  ),
  'gcloud storage buckets describe': answer({
    projectNumber: '42',
    versioning: { enabled: true },
    iamConfiguration: { publicAccessPrevention: 'enforced', uniformBucketLevelAccess: { enabled: true } },
  }),
  'gcloud projects get-iam-policy': answer(
    Object.keys(DEPLOYER_ROLES).map((role) => ({ bindings: { role, members: 'user:ana@acme.example' } })),
  ),
  'gcloud identity groups describe': answer({ groupKey: { id: 'a@acme.example' }, name: 'groups/1' }),
  'gcloud org-policies describe': openPolicy,
  'gcloud beta quotas info describe': answer({
    dimensionsInfos: [{ dimensions: { region: 'europe-west1' }, details: { value: '214748364800' } }],
  }),
};

/** Answers by recordings; what is asked is remembered. @param changes recordings that differ, by the same key */
export function recorded(
  changes: Readonly<Record<string, Ended>> = {},
): Programs & { readonly asked: string[] } {
  const answers = Object.entries({ ...READY, ...changes }).sort(([a], [b]) => b.length - a.length);
  const asked: string[] = [];
  return {
    asked,
    run: async (program, args) => {
      const command = [program, ...args].join(' ');
      asked.push(command);
      const found = answers.find(([beginning]) => command.startsWith(beginning));
      return found?.[1] ?? { code: null, out: '', err: `${program} is not there` };
    },
  };
}

export { answer };
