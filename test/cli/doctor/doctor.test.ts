import { examine, type Finding } from '../../../src/cli/doctor';
import type { Ended } from '../../../src/ports/programs';
import { answer, DEV, failure, recorded } from './recorded';

const NODE = '22.20.0';

async function findings(
  changes: Readonly<Record<string, Ended>> = {},
  environment = DEV,
): Promise<Finding[]> {
  return examine(recorded(changes), NODE, environment);
}

const find = (all: readonly Finding[], check: string): Finding | undefined =>
  all.find((one) => one.check === check);

describe('ecluse doctor', () => {
  test('finds everything in place where it is', async () => {
    const all = await findings();
    expect(all.filter(({ state }) => state !== 'ok')).toEqual([]);
    expect(all.map(({ check }) => check)).toEqual([
      'node',
      'terraform',
      'credentials',
      'application credentials',
      'project',
      'billing',
      'services',
      'state bucket',
      'roles',
      'group analysts',
      'group engineers',
      'group operators',
      'policy gcp.resourceLocations',
      'policy iam.allowedPolicyMemberDomains',
      'policy cloudfunctions.allowedIngressSettings',
      'policy gcp.restrictNonCmekServices',
      'quota memory of functions',
    ]);
  });

  test('looks at nothing but the machine without an environment', async () => {
    const programs = recorded();
    const all = await examine(programs, NODE, undefined);
    expect(all).toHaveLength(4);
    expect(programs.asked.filter((command) => command.includes('acme-dev'))).toEqual([]);
  });

  test('changes nothing: it only ever asks', async () => {
    const programs = recorded();
    await examine(programs, NODE, DEV);
    expect(
      programs.asked.filter(
        (command) => !/ (version|list|describe|get-iam-policy|print-access-token)/.test(command),
      ),
    ).toEqual([]);
  });

  test.each<[string, Record<string, Ended>, string]>([
    ['terraform', { 'terraform version -json': failure('no such program') }, 'Install Terraform'],
    [
      'terraform',
      { 'terraform version -json': answer({ terraform_version: '1.4.6' }) },
      'Install terraform 1.5 or newer.',
    ],
    [
      'credentials',
      { 'gcloud auth list': answer([]) },
      'gcloud auth login && gcloud auth application-default login',
    ],
    [
      'application credentials',
      { 'gcloud auth application-default': failure('no credentials') },
      'gcloud auth application-default login',
    ],
    [
      'project',
      { 'gcloud projects describe': failure('NOT_FOUND: Project acme-dev') },
      'gcloud projects create acme-dev',
    ],
    [
      'project',
      { 'gcloud projects describe': answer({ lifecycleState: 'DELETE_REQUESTED' }) },
      'gcloud projects undelete acme-dev',
    ],
    [
      'billing',
      { 'gcloud billing projects describe': answer({ billingEnabled: false }) },
      'gcloud billing projects link acme-dev --billing-account=ACCOUNT',
    ],
    [
      'services',
      { 'gcloud services list': answer([]) },
      'gcloud services enable cloudresourcemanager.googleapis.com',
    ],
    [
      'state bucket',
      { 'gcloud storage buckets describe': failure('gs://acme-dev-ecluse-state not found: 404.') },
      'ecluse bootstrap dev --run',
    ],
    [
      'group analysts',
      { 'gcloud identity groups describe a@acme.example': failure('NOT_FOUND') },
      'gcloud identity groups create a@acme.example',
    ],
    [
      'policy cloudfunctions.allowedIngressSettings',
      {
        'gcloud org-policies describe cloudfunctions': answer({
          spec: { rules: [{ values: { allowedValues: ['ALLOW_ALL'] } }] },
        }),
      },
      'Ask the administrators',
    ],
    [
      'policy gcp.restrictNonCmekServices',
      {
        'gcloud org-policies describe gcp.restrictNonCmekServices': answer({
          spec: { rules: [{ values: { deniedValues: ['bigquery.googleapis.com'] } }] },
        }),
      },
      'Write cmek: true in environments/dev.yaml.',
    ],
    [
      'quota memory of functions',
      {
        'gcloud beta quotas info describe': answer({ dimensionsInfos: [{ details: { value: '1048576' } }] }),
      },
      'Ask for more',
    ],
  ])('says what to run when %s is missing (%#)', async (check, changes, remedy) => {
    const finding = find(await findings(changes), check);
    expect(finding?.state).toBe('missing');
    expect(finding?.remedy).toContain(remedy);
  });

  test('finds a Node that is too old', async () => {
    expect(find(await examine(recorded(), '20.18.1', undefined), 'node')).toMatchObject({ state: 'missing' });
  });

  test('takes OpenTofu where there is no Terraform', async () => {
    const tofu = answer({ terraform_version: '1.9.0' });
    const all = await findings({ 'terraform version -json': failure('none'), 'tofu version -json': tofu });
    expect(find(all, 'terraform')).toMatchObject({ state: 'ok', found: 'tofu 1.9.0' });
  });

  test('says which protection of the state bucket is missing', async () => {
    const bucket = answer({
      iamConfiguration: { publicAccessPrevention: 'inherited', uniformBucketLevelAccess: { enabled: true } },
    });
    expect(find(await findings({ 'gcloud storage buckets describe': bucket }), 'state bucket')?.found).toBe(
      'gs://acme-dev-ecluse-state keeps no versions, may be made public',
    );
  });

  test('misses the key of the state where the environment wants keys of our own', async () => {
    const all = await findings({}, { ...DEV, cmek: true });
    expect(find(all, 'state bucket')).toMatchObject({
      state: 'missing',
      found: 'gs://acme-dev-ecluse-state is under a key of Google',
      remedy: 'ecluse bootstrap dev --run',
    });
  });

  test('asks for the right to make budgets on the account that pays, of who deploys and of the builder', async () => {
    const payer = '012345-6789AB-CDEF01';
    const budget = { billing_account: payer, monthly: 100, currency: 'EUR' };
    const repository = { name: 'r', branch: 'main', approval: false };
    const policyFor = (...members: string[]): Record<string, Ended> => ({
      'gcloud billing accounts get-iam-policy': answer({
        bindings: [{ role: 'roles/billing.costsManager', members }],
      }),
    });
    const builder = 'serviceAccount:ecluse-builder@acme-dev.iam.gserviceaccount.com';
    const environment = { ...DEV, budget, repository };
    const missing = find(await findings(policyFor('user:ana@acme.example'), environment), 'budget');
    expect(missing).toMatchObject({
      state: 'unknown',
      remedy: `gcloud billing accounts add-iam-policy-binding ${payer} --member=${builder} --role=roles/billing.costsManager`,
    });
    const there = find(await findings(policyFor('user:ana@acme.example', builder), environment), 'budget');
    expect(there?.state).toBe('ok');
  });

  test('lets the region pass where the organisation allows it, and leaves other lists to a person', async () => {
    const key = 'gcloud org-policies describe gcp.resourceLocations';
    const allowing = (value: string): Record<string, Ended> => ({
      [key]: answer({ spec: { rules: [{ values: { allowedValues: [value] } }] } }),
    });
    const check = 'policy gcp.resourceLocations';
    expect(find(await findings(allowing('in:eu-locations')), check)?.state).toBe('ok');
    expect(find(await findings(allowing('in:us-locations')), check)?.state).toBe('unknown');
  });
});

describe('what could not be asked', () => {
  test('is unknown, with the question to ask, and is asked only once offline', async () => {
    const offline = failure(
      'ERROR: gcloud crashed (ConnectionError): Max retries exceeded: Name or service not known, failed to resolve',
    );
    const programs = recorded({ 'gcloud projects describe': offline });
    const all = await examine(programs, NODE, DEV);
    const asked = all.slice(4);
    expect(asked.filter(({ state }) => state !== 'unknown')).toEqual([]);
    expect(asked.filter(({ found }) => found !== 'offline')).toEqual([]);
    expect(find(all, 'billing')?.remedy).toBe('gcloud billing projects describe acme-dev');
    expect(programs.asked.filter((command) => command.includes('acme-dev'))).toHaveLength(1);
  });

  test('is unknown, and nothing else is hidden by it, where a right is missing', async () => {
    const all = await findings({
      'gcloud billing projects describe': failure('PERMISSION_DENIED: no access'),
    });
    expect(find(all, 'billing')).toMatchObject({
      state: 'unknown',
      found: 'you may not ask, or it is not there',
    });
    expect(all.filter(({ state }) => state !== 'ok')).toHaveLength(1);
  });

  test('is unknown where gcloud is not installed', async () => {
    const nothing: Ended = { code: null, out: '', err: 'not found' };
    const all = await findings({
      gcloud: nothing,
      'gcloud auth list': nothing,
      'gcloud auth application-default': nothing,
    });
    expect(all.slice(2).every(({ state }) => state === 'unknown')).toBe(true);
  });

  test('is unknown for roles that may come from a group, with the grant of each', async () => {
    const all = await findings({ 'gcloud projects get-iam-policy': answer([]) });
    expect(find(all, 'roles')).toMatchObject({ state: 'unknown' });
    expect(find(all, 'roles')?.remedy).toContain(
      'gcloud projects add-iam-policy-binding acme-dev --member=user:ana@acme.example --role=roles/bigquery.admin',
    );
  });
});
