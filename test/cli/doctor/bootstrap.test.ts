import { bootstrapScript, bootstrapSteps, takeSteps } from '../../../src/cli/bootstrap/steps';
import { answer, DEV, failure, recorded } from './recorded';

const MADE = 'gcloud storage buckets create';
const done = { code: 0, out: '', err: '' };
const READY = { 'gcloud services enable': done, [MADE]: done, 'gcloud storage buckets update': done };
const said: string[] = [];
const say = (text: string): void => void said.push(text);

describe('ecluse bootstrap', () => {
  test('prints commands that may be pasted and run again at any time', () => {
    expect(bootstrapScript(bootstrapSteps(DEV)).split('\n')).toEqual([
      '# switch on what a first plan asks',
      'gcloud services enable cloudresourcemanager.googleapis.com iam.googleapis.com serviceusage.googleapis.com storage.googleapis.com --project=acme-dev',
      '# make the bucket that keeps the state',
      "gcloud storage buckets describe gs://acme-dev-ecluse-state --project=acme-dev '--format=value(name)' >/dev/null 2>&1 || gcloud storage buckets create gs://acme-dev-ecluse-state --project=acme-dev --location=europe-west1 --uniform-bucket-level-access --public-access-prevention",
      '# keep earlier states, and keep it private',
      'gcloud storage buckets update gs://acme-dev-ecluse-state --versioning --uniform-bucket-level-access --public-access-prevention',
    ]);
  });

  test('makes a key of our own first, where the environment wants such keys, and puts the state under it', () => {
    const key = 'projects/acme-dev/locations/europe-west1/keyRings/ecluse-state/cryptoKeys/state';
    const steps = bootstrapSteps({ ...DEV, cmek: true }).map(({ args }) => `gcloud ${args.join(' ')}`);
    expect(steps[0]).toContain('cloudkms.googleapis.com');
    expect(steps.slice(1, 4)).toEqual([
      'gcloud kms keyrings create ecluse-state --location=europe-west1 --project=acme-dev',
      'gcloud kms keys create state --keyring=ecluse-state --location=europe-west1 --project=acme-dev --purpose=encryption --rotation-period=90d --next-rotation-time=P90D',
      `gcloud storage service-agent --project=acme-dev --authorize-cmek=${key}`,
    ]);
    for (const step of steps.slice(4)) expect(step).toContain(`--default-encryption-key=${key}`);
  });

  test('makes the bucket in an empty project', async () => {
    let exists = false;
    const programs = recorded(READY);
    const withoutBucket = {
      run: async (program: string, args: readonly string[]) => {
        if (args.includes('create')) exists = true;
        if (args.includes('--format=value(name)') && !exists) return failure('404');
        return programs.run(program, args);
      },
    };
    await takeSteps(withoutBucket, DEV, say);
    expect(programs.asked.filter((command) => command.startsWith(MADE))).toHaveLength(1);
  });

  test('leaves a bucket that is there, and makes sure of its protections', async () => {
    const programs = recorded(READY);
    await takeSteps(programs, DEV, say);
    expect(programs.asked.filter((command) => command.startsWith(MADE))).toEqual([]);
    expect(programs.asked.some((command) => command.startsWith('gcloud storage buckets update'))).toBe(true);
  });

  test('refuses a bucket of the name that belongs to another project', async () => {
    const programs = recorded({ ...READY, 'gcloud projects describe': answer({ projectNumber: '7' }) });
    await expect(takeSteps(programs, DEV, say)).rejects.toThrow(
      'gs://acme-dev-ecluse-state belongs to project number 42, not to acme-dev (7)',
    );
  });

  test('stops at the first command that fails, with what gcloud said', async () => {
    const programs = recorded({ ...READY, 'gcloud services enable': failure('ERROR: billing is disabled') });
    await expect(takeSteps(programs, DEV, say)).rejects.toThrow(
      'gcloud could not switch on what a first plan asks:\nERROR: billing is disabled\nPut it right',
    );
    expect(programs.asked).toHaveLength(1);
  });
});
