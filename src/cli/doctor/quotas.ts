import { z } from 'zod';
import type { Environment } from '../../core/environment';
import { type Finding, missing, ok, unknown } from './finding';
import type { Gcloud } from './gcloud';

const quota = z.object({
  dimensionsInfos: z
    .array(
      z.object({
        dimensions: z.record(z.string(), z.string()).default({}),
        details: z.object({ value: z.string().optional() }).prefault({}),
      }),
    )
    .default([]),
});
type Limits = z.infer<typeof quota>['dimensionsInfos'];

const MIB_PER_GIB = 1024;
const BYTES_PER_MIB = 1024 * 1024;
const UNLIMITED = -1;

/** Whether all functions at their greatest number fit into the memory that Cloud Run gives in the region. */
export async function checkQuotas(gcloud: Gcloud, environment: Environment): Promise<Finding> {
  const check = 'quota memory of functions';
  const args = [
    ...['beta', 'quotas', 'info', 'describe', 'MemAllocPerProjectRegion'],
    ...['--service=run.googleapis.com', `--project=${environment.project}`],
  ];
  const command = `gcloud ${args.join(' ')}`;
  const finding = await gcloud.finding(
    check,
    args,
    quota,
    ({ dimensionsInfos }) => judge(check, command, dimensionsInfos, environment),
    command,
  );
  // A quota that Google does not tell of is no quota that is too small.
  return finding.remedy === command ? unknown(check, finding.found, command) : finding;
}

function judge(
  check: string,
  command: string,
  limits: Limits,
  { region, sizes, project }: Environment,
): Finding {
  const neededMib = Object.values(sizes).reduce((sum, size) => sum + size.memory_mb * size.max_instances, 0);
  const limit = Number(limitOf(limits, region));
  if (!Number.isFinite(limit)) return unknown(check, `no limit is told for ${region}`, command);
  const text = `${gib(neededMib)} of ${limit === UNLIMITED ? 'unlimited' : gib(limit / BYTES_PER_MIB)} in ${region}`;
  if (limit === UNLIMITED || neededMib * BYTES_PER_MIB <= limit) return ok(check, text);
  return missing(
    check,
    text,
    `Ask for more: https://console.cloud.google.com/iam-admin/quotas?project=${project}, or write smaller sizes.max_instances.`,
  );
}

/** That of the region, or the one that holds wherever none is named. */
const limitOf = (limits: Limits, region: string): string | undefined =>
  (
    limits.find(({ dimensions }) => dimensions.region === region) ??
    limits.find(({ dimensions }) => Object.keys(dimensions).length === 0)
  )?.details.value;

const gib = (mib: number): string => `${Math.round((mib / MIB_PER_GIB) * 10) / 10} GiB`;
