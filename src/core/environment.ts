import * as z from 'zod';

/** Functions of the platform; each has its own account and its own size. */
export const FUNCTIONS = ['collect', 'ingest', 'plan-run', 'execute-task', 'finish-run', 'sweep'] as const;
export type FunctionName = (typeof FUNCTIONS)[number];

const TEMPLATE = /\{env:[A-Z_][A-Z0-9_]*\}/;

/** Text that has the form once its `{env:NAME}` are replaced. */
const text = (form: RegExp, expected: string) =>
  z.string().refine((value) => TEMPLATE.test(value) || form.test(value), `expected ${expected}`);

const projectId = text(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/, 'a project id: 6 to 30 of a-z, 0-9 and -');
const email = text(/^[^@\s]+@[^@\s]+\.[^@\s]+$/, 'an e-mail address');
const cron = z.string().regex(/^\S+( \S+){4}$/, 'expected a cron expression of five fields');
const identifier = z.string().regex(/^[a-z][a-z0-9_]*$/, 'expected lower-case letters, digits and _');
const days = z.number().int().positive();

/** What a function may use. Memory in MiB, timeout in seconds. */
const size = z.strictObject({
  memory_mb: z.number().int().min(256).max(32768).default(512),
  timeout_seconds: z.number().int().min(10).max(3600).default(300),
  max_instances: z.number().int().min(1).max(1000).default(10),
});

const size300 = size.prefault({});
const sizes = z.strictObject({
  collect: size.prefault({ timeout_seconds: 540, max_instances: 3 }),
  ingest: size.prefault({ memory_mb: 1024, timeout_seconds: 540, max_instances: 20 }),
  'plan-run': size300,
  'execute-task': size.prefault({ max_instances: 40 }),
  'finish-run': size300,
  sweep: size.prefault({ timeout_seconds: 540, max_instances: 1 }),
});

/** Days for which things are kept; absent: for ever. */
const retention = z.strictObject({
  landing_days: days.default(30),
  /** During them an archived file can neither be changed nor deleted, by nobody, where things are protected. */
  archive_days: days.default(365),
  /** After them an archived file moves to a cheaper class; absent: never. */
  archive_cold_days: days.optional(),
  /** After them an archived file goes away; absent: never. */
  archive_delete_days: days.optional(),
  malformed_days: days.default(90),
  quarantine_days: days.default(90),
  bronze_days: days.optional(),
  journal_days: days.default(400),
  /** Scratch tables and clean files are of use for the length of a run. */
  scratch_days: days.max(30).default(2),
});

/** The same SQL for whoever compiles it: a value, and nothing that comes from a machine. */
const varValue = z.union([
  z.string().refine((value) => !TEMPLATE.test(value), 'expected the value itself: {env:NAME} is no var'),
  z.number(),
  z.boolean(),
]);

const rowAccess = z.strictObject({
  name: identifier,
  table: z.string().regex(/^[a-z]\w*\.\w+$/, 'expected dataset.table'),
  /** Rows whose column has one of the values are visible to the group. */
  column: identifier,
  values: z.array(z.string()).min(1),
  group: email,
});

const repository = z.strictObject({
  /** `projects/P/locations/R/connections/C/repositories/N`, connected once by hand. */
  name: text(/^projects\/[^/]+\/locations\/[^/]+\/connections\/[^/]+\/repositories\/[^/]+$/, 'a repository'),
  branch: z.string().default('main'),
  /** A person lets the deployment begin. */
  approval: z.boolean().default(true),
  /** The environment whose deployment follows a successful one of this. */
  promotes_to: identifier.optional(),
});

/** A file of `environments/`: where the project runs and with which protections. */
export const environmentFile = z.strictObject({
  project: projectId,
  /** Region of everything, e.g. `europe-west1`. */
  region: text(/^[a-z]+-[a-z]+\d$/, 'a region such as europe-west1'),
  groups: z.strictObject({ analysts: email, engineers: email, operators: email }),
  schedules: z
    .strictObject({ collect: cron.default('*/30 * * * *'), sweep: cron.default('*/15 * * * *') })
    .prefault({}),
  sizes: sizes.prefault({}),
  retention: retention.prefault({}),
  /** With it no table, bucket, dataset or workflow goes away by an apply. */
  deletion_protection: z.boolean(),
  /** Keys of our own for everything that keeps data. */
  cmek: z.boolean().default(false),
  /** `accessPolicies/<number>/servicePerimeters/<name>` into which the project is put. */
  perimeter: text(/^accessPolicies\/\d+\/servicePerimeters\/\w+$/, 'a service perimeter').optional(),
  alerts: z.strictObject({
    emails: z.array(email).min(1, 'expected who is told, at least one address'),
    /** BigQuery bytes billed in a day, in TiB, above which operators are told. */
    billed_tib_per_day: z.number().positive().default(1),
  }),
  budget: z
    .strictObject({
      billing_account: text(
        /^[0-9A-F]{6}(-[0-9A-F]{6}){2}$/,
        'a billing account such as 012345-6789AB-CDEF01',
      ),
      monthly: z.number().int().positive(),
      currency: z.string().length(3).default('EUR'),
    })
    .optional(),
  quotas: z
    .strictObject({
      /** Of this project, in which the engine's queries run. */
      engine_tib_per_day: z.number().int().positive(),
      /** The project in which analysts' queries run and are billed, and its quota. */
      analysts: z.strictObject({ project: projectId, tib_per_day: z.number().int().positive() }).optional(),
    })
    .optional(),
  row_access: z.array(rowAccess).default([]),
  /** Data-quality scans of Dataplex beside our own checks; they scan, and bill, once more. */
  dataplex_scans: z.boolean().default(false),
  /** Contracts as entries of the Knowledge Catalog. */
  catalog: z.boolean().default(true),
  /** For `@var_<name>` in SQL, in place of the values of ecluse.yaml. */
  vars: z.record(z.string(), varValue).default({}),
  /** For `{env:NAME}` in contracts. */
  variables: z.record(z.string(), z.string()).default({}),
  /** Version of each secret that a contract names; a new version is a change to review. */
  secret_versions: z.record(z.string(), z.string()).default({}),
  repository: repository.optional(),
});

export type EnvironmentFile = z.infer<typeof environmentFile>;

/** An environment with its name, e.g. `dev`; every `{env:NAME}` is replaced. */
export interface Environment extends EnvironmentFile {
  readonly name: string;
}
