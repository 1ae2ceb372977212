import { StorageBucket, type StorageBucketLifecycleRule } from '@cdktf/provider-google/lib/storage-bucket';
import { Construct } from 'constructs';

export interface DataBucketProps {
  readonly project: string;
  readonly location: string;
  readonly name: string;
  /** Earlier versions of an object are kept for so many days; absent: none are kept. */
  readonly versionDays?: number;
  /** Objects go away after so many days. */
  readonly deleteAfterDays?: number;
  /** Only those go away whose names begin so; absent: all. */
  readonly deletedPrefixes?: readonly string[];
  /** Objects move to a cheaper class, read rarely, after so many days. */
  readonly coldAfterDays?: number;
  /** For so many days nobody can change or delete an object. Excludes versions. */
  readonly immutableDays?: number;
  readonly labels?: Record<string, string>;
  readonly kmsKey?: string | undefined;
  /** Destroying the bucket takes its objects along. */
  readonly forceDestroy: boolean;
}

const DAY_SECONDS = 86_400;

/** A private bucket: access by IAM only, never public, with a life for everything in it. */
export class DataBucket extends Construct {
  readonly bucket: StorageBucket;

  constructor(scope: Construct, id: string, props: DataBucketProps) {
    super(scope, id);
    const { project, location, name, labels, kmsKey, forceDestroy, immutableDays } = props;
    this.bucket = new StorageBucket(this, 'bucket', {
      project,
      location,
      name,
      forceDestroy,
      uniformBucketLevelAccess: true,
      publicAccessPrevention: 'enforced',
      versioning: { enabled: props.versionDays !== undefined },
      lifecycleRule: lifecycle(props),
      ...(immutableDays && { retentionPolicy: { retentionPeriod: immutableDays * DAY_SECONDS } }),
      ...(labels && { labels }),
      ...(kmsKey && { encryption: { defaultKmsKeyName: kmsKey } }),
    });
  }
}

function lifecycle({
  versionDays,
  deleteAfterDays,
  deletedPrefixes,
  coldAfterDays,
}: DataBucketProps): StorageBucketLifecycleRule[] {
  const rules: StorageBucketLifecycleRule[] = [
    { action: { type: 'AbortIncompleteMultipartUpload' }, condition: { age: 1 } },
  ];
  if (versionDays) {
    const condition = { daysSinceNoncurrentTime: versionDays, withState: 'ARCHIVED' };
    rules.push({ action: { type: 'Delete' }, condition });
  }
  if (deleteAfterDays) {
    const condition = {
      age: deleteAfterDays,
      ...(deletedPrefixes && { matchesPrefix: [...deletedPrefixes] }),
    };
    rules.push({ action: { type: 'Delete' }, condition });
  }
  if (coldAfterDays)
    rules.push({
      action: { type: 'SetStorageClass', storageClass: 'COLDLINE' },
      condition: { age: coldAfterDays },
    });
  return rules;
}
