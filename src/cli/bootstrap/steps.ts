import { z } from 'zod';
import { bucketName, FIRST_SERVICES, STATE_KEY, stateKeyName } from '../../core/cloud';
import type { Environment } from '../../core/environment';
import type { Programs } from '../../ports/programs';
import { UsageError } from '../exit';
import { commandText } from '../shell';

/** A command that may be run again at any time. */
export interface Step {
  readonly why: string;
  readonly args: readonly string[];
  /** A question; where it is answered, the step has been taken. */
  readonly unless?: readonly string[];
}

/**
 * What has to exist before Terraform can keep a state: the services behind the first plan, and a private bucket that
 * keeps earlier versions, under a key of our own where the environment wants such keys.
 */
export function bootstrapSteps(environment: Environment): Step[] {
  const { project, region, cmek } = environment;
  const inProject = `--project=${project}`;
  const bucket = `gs://${bucketName(environment, 'state')}`;
  const services = [...FIRST_SERVICES, ...(cmek ? ['cloudkms'] : [])].map((name) => `${name}.googleapis.com`);
  const protections = [
    '--uniform-bucket-level-access',
    '--public-access-prevention',
    ...(cmek ? [`--default-encryption-key=${stateKeyName(environment)}`] : []),
  ];
  return [
    { why: 'switch on what a first plan asks', args: ['services', 'enable', ...services, inProject] },
    ...(cmek ? keySteps(environment) : []),
    {
      why: 'make the bucket that keeps the state',
      args: ['storage', 'buckets', 'create', bucket, inProject, `--location=${region}`, ...protections],
      unless: ['storage', 'buckets', 'describe', bucket, inProject, '--format=value(name)'],
    },
    {
      why: 'keep earlier states, and keep it private',
      args: ['storage', 'buckets', 'update', bucket, '--versioning', ...protections],
    },
  ];
}

const NINETY_DAYS = ['--rotation-period=90d', '--next-rotation-time=P90D'];

/** The key of the state, and Cloud Storage's right to use it. */
function keySteps({ project, region }: Environment): Step[] {
  const { ring, key } = STATE_KEY;
  const place = [`--location=${region}`, `--project=${project}`];
  const inRing = [`--keyring=${ring}`, ...place];
  return [
    {
      why: 'make the ring of its key',
      args: ['kms', 'keyrings', 'create', ring, ...place],
      unless: ['kms', 'keyrings', 'describe', ring, ...place],
    },
    {
      why: 'make its key, which rotates',
      args: ['kms', 'keys', 'create', key, ...inRing, '--purpose=encryption', ...NINETY_DAYS],
      unless: ['kms', 'keys', 'describe', key, ...inRing],
    },
    {
      why: 'let Cloud Storage use it',
      args: [
        'storage',
        'service-agent',
        `--project=${project}`,
        `--authorize-cmek=${stateKeyName({ project, region })}`,
      ],
    },
  ];
}

/** The steps as they can be pasted into a shell. */
export const bootstrapScript = (steps: readonly Step[]): string =>
  steps
    .map(({ why, args, unless }) => {
      const guard = unless ? `${commandText('gcloud', unless)} >/dev/null 2>&1 || ` : '';
      return `# ${why}\n${guard}${commandText('gcloud', args)}`;
    })
    .join('\n');

/** Takes the steps that are not taken yet. @param say is told before each @throws {UsageError} with what gcloud said */
export async function takeSteps(
  programs: Programs,
  environment: Environment,
  say: (text: string) => void,
): Promise<void> {
  for (const { why, args, unless } of bootstrapSteps(environment)) {
    if (unless && (await programs.run('gcloud', unless)).code === 0) {
      say(`${why}: it is there\n`);
      continue;
    }
    say(`${why}\n  ${commandText('gcloud', args)}\n`);
    const { code, err } = await programs.run('gcloud', args);
    if (code !== 0)
      throw new UsageError(
        `gcloud could not ${why}:\n${err.trim()}\nPut it right, then run the same command again.`,
      );
  }
  await requireOwnBucket(programs, environment);
}

const raw = z.object({ projectNumber: z.string() });
const numbered = z.object({ projectNumber: z.string() });

/** Names of buckets are the world's: a state in somebody else's bucket would be theirs to read and change. */
async function requireOwnBucket(programs: Programs, environment: Environment): Promise<void> {
  const bucket = `gs://${bucketName(environment, 'state')}`;
  const ask = async (args: readonly string[]): Promise<unknown> => {
    const { code, out, err } = await programs.run('gcloud', [...args, '--format=json']);
    if (code !== 0) throw new UsageError(`${commandText('gcloud', args)}:\n${err.trim()}`);
    return JSON.parse(out);
  };
  const there = raw.parse(await ask(['storage', 'buckets', 'describe', bucket, '--raw']));
  const own = numbered.parse(await ask(['projects', 'describe', environment.project]));
  if (there.projectNumber !== own.projectNumber)
    throw new UsageError(
      `${bucket} belongs to project number ${there.projectNumber}, not to ${environment.project} (${own.projectNumber}). Nothing may be kept there; take another project id.`,
    );
}
