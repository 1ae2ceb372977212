import { DataBucket, type DataBucketProps } from '../constructs/bucket';
import type { EnvironmentStack } from '../environment-stack';
import { type BucketName, bucketName } from '../names';

type Life = Pick<DataBucketProps, 'versionDays' | 'deleteAfterDays' | 'coldAfterDays' | 'immutableDays'>;

const VERSION_DAYS = 30;

/** How long things live in each bucket. */
const lives = ({
  environment: { retention },
}: EnvironmentStack): Record<Exclude<BucketName, 'state'>, Life> => ({
  landing: { versionDays: VERSION_DAYS, deleteAfterDays: retention.landing_days },
  archive: { immutableDays: retention.archive_days, coldAfterDays: 90 },
  clean: { deleteAfterDays: retention.scratch_days },
  malformed: { deleteAfterDays: retention.malformed_days },
  journal: { versionDays: VERSION_DAYS, deleteAfterDays: retention.journal_days },
  manifests: { versionDays: 365 },
  code: { versionDays: VERSION_DAYS },
});

export function makeBuckets(stack: EnvironmentStack): Map<BucketName, DataBucket> {
  const { project, region, deletion_protection } = stack.environment;
  const entries = Object.entries(lives(stack)) as [BucketName, Life][];
  return new Map(
    entries.map(([name, life]) => [
      name,
      new DataBucket(stack, `bucket-${name}`, {
        project,
        location: region,
        name: bucketName(stack.environment, name),
        labels: { holds: name },
        kmsKey: stack.key,
        forceDestroy: !deletion_protection,
        ...life,
      }),
    ]),
  );
}
