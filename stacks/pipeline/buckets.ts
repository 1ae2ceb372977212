import { JOURNAL_HISTORY } from '../../src/core/cloud';
import type { Environment } from '../../src/core/environment';
import { DataBucket, type DataBucketProps } from '../constructs/bucket';
import type { EnvironmentStack } from '../environment-stack';
import { type BucketName, bucketName } from '../names';

type Life = Pick<
  DataBucketProps,
  'versionDays' | 'deleteAfterDays' | 'deletedPrefixes' | 'coldAfterDays' | 'immutableDays'
>;

const VERSION_DAYS = 30;

/** How long things live in each bucket. */
const lives = (environment: Environment): Record<Exclude<BucketName, 'state'>, Life> => {
  const { retention } = environment;
  return {
    landing: { versionDays: VERSION_DAYS, deleteAfterDays: retention.landing_days },
    archive: archiveLife(environment),
    clean: { deleteAfterDays: retention.scratch_days },
    malformed: { deleteAfterDays: retention.malformed_days },
    journal: {
      versionDays: VERSION_DAYS,
      deleteAfterDays: retention.journal_days,
      deletedPrefixes: JOURNAL_HISTORY,
    },
    manifests: { versionDays: 365 },
    code: { versionDays: VERSION_DAYS },
  };
};

/**
 * What came in is kept for ever unless the environment says otherwise. Nothing can take an immutable object away, a
 * teardown neither: only where things are protected.
 */
function archiveLife({ deletion_protection, retention }: Environment): Life {
  const { archive_days, archive_cold_days, archive_delete_days } = retention;
  return {
    ...(deletion_protection ? { immutableDays: archive_days } : { versionDays: VERSION_DAYS }),
    ...(archive_cold_days && { coldAfterDays: archive_cold_days }),
    ...(archive_delete_days && { deleteAfterDays: archive_delete_days }),
  };
}

export function makeBuckets(stack: EnvironmentStack): Map<BucketName, DataBucket> {
  const { project, region, deletion_protection } = stack.environment;
  const entries = Object.entries(lives(stack.environment)) as [BucketName, Life][];
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
