import { z } from 'zod';
import { bucketName, FIRST_SERVICES } from '../../core/cloud';
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
 * keeps earlier versions.
 */
export function bootstrapSteps(environment: Environment): Step[] {
  const { project, region } = environment;
  const bucket = `gs://${bucketName(environment, 'state')}`;
  const isPrivate = ['--uniform-bucket-level-access', '--public-access-prevention'];
  return [
    {
      why: 'switch on what a first plan asks',
      args: [
        'services',
        'enable',
        ...FIRST_SERVICES.map((name) => `${name}.googleapis.com`),
        `--project=${project}`,
      ],
    },
    {
      why: 'make the bucket that keeps the state',
      args: [
        'storage',
        'buckets',
        'create',
        bucket,
        `--project=${project}`,
        `--location=${region}`,
        ...isPrivate,
      ],
      unless: ['storage', 'buckets', 'describe', bucket, `--project=${project}`, '--format=value(name)'],
    },
    {
      why: 'keep earlier states, and keep it private',
      args: ['storage', 'buckets', 'update', bucket, '--versioning', ...isPrivate],
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
