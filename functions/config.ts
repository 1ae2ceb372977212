import * as z from 'zod';

const versions = z.record(z.string(), z.string());

/** What the platform tells a function. */
const config = z.object({
  ECLUSE_ENVIRONMENT: z.string(),
  ECLUSE_PROJECT: z.string(),
  ECLUSE_REGION: z.string(),
  ECLUSE_WORKFLOW: z.string(),
  ECLUSE_LANDING_TOPIC: z.string(),
  ECLUSE_KMS_KEY: z.string().optional(),
  ECLUSE_SECRET_VERSIONS: z.string().default('{}'),
  /** JSON: addresses of servers that stand in for Google's, by service. */
  ECLUSE_ENDPOINTS: z.string().default('{}'),
});

const endpoints = z.strictObject({
  bigquery: z.url().exactOptional(),
  storage: z.url().exactOptional(),
  secrets: z.url().exactOptional(),
  workflows: z.url().exactOptional(),
  pubsub: z.url().exactOptional(),
  lineage: z.url().exactOptional(),
});

export interface Config {
  readonly environment: string;
  readonly project: string;
  readonly region: string;
  readonly workflow: string;
  readonly topic: string;
  /** Full name of the key of our own, where there is one. */
  readonly kmsKey: string | undefined;
  readonly secretVersions: Readonly<Record<string, string>>;
  readonly endpoints: z.infer<typeof endpoints>;
}

/** @throws {z.ZodError} naming the variables that are missing */
export function readConfig(variables: Readonly<Record<string, string | undefined>>): Config {
  const read = config.parse(variables);
  return {
    environment: read.ECLUSE_ENVIRONMENT,
    project: read.ECLUSE_PROJECT,
    region: read.ECLUSE_REGION,
    workflow: read.ECLUSE_WORKFLOW,
    topic: read.ECLUSE_LANDING_TOPIC,
    kmsKey: read.ECLUSE_KMS_KEY,
    secretVersions: versions.parse(JSON.parse(read.ECLUSE_SECRET_VERSIONS)),
    endpoints: endpoints.parse(JSON.parse(read.ECLUSE_ENDPOINTS)),
  };
}
