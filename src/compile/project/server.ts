import { z } from 'zod';
import type { Problem } from '../../core/errors';
import type { ApiServer, Source } from '../../core/manifest';
import type { OdcsServer } from './odcs';
import type { YamlSource } from './yaml-source';

type Server = Source['server'];

const FORMATS = ['csv', 'ndjson', 'json', 'parquet'] as const;

const pagination = z.union([
  z.enum(['none', 'link']).transform((kind) => ({ kind })),
  z
    .strictObject({
      page: z.strictObject({
        param: z.string(),
        first: z.number().int().default(1),
        size_param: z.string().optional(),
        size: z.number().int().optional(),
      }),
    })
    .transform(({ page: { param, first, size_param, size } }) => ({
      kind: 'page' as const,
      param,
      first,
      ...(size_param && { sizeParam: size_param }),
      ...(size && { size }),
    })),
  z
    .strictObject({
      offset: z.strictObject({ param: z.string(), size_param: z.string(), size: z.number().int() }),
    })
    .transform(({ offset: { param, size_param, size } }) => ({
      kind: 'offset' as const,
      param,
      sizeParam: size_param,
      size,
    })),
  z
    .strictObject({ cursor: z.strictObject({ param: z.string(), path: z.string() }) })
    .transform(({ cursor }) => ({ kind: 'cursor' as const, ...cursor })),
]);

/** What an API server may say in its customProperties. */
const apiProperties = z.strictObject({
  records: z.string().default(''),
  pagination: pagination.prefault('none'),
  incremental: z.strictObject({ param: z.string(), column: z.string() }).optional(),
  auth: z
    .strictObject({
      header: z.string().default('Authorization'),
      prefix: z.string().default(''),
      secret: z.string(),
    })
    .optional(),
  rateLimit: z.number().positive().optional(),
  retries: z.number().int().min(0).default(5),
  timeoutMs: z.number().int().positive().default(30_000),
});

const NOTHING: Server = { kind: 'files', prefix: '', format: 'csv' };

/** The first server of a contract in our terms. */
export function readServer(
  source: YamlSource,
  server: OdcsServer | undefined,
  name: string,
): { value: Server; problems: Problem[] } {
  const failed = (
    code: string,
    key: string,
    message: string,
    remedy: string,
  ): { value: Server; problems: Problem[] } => ({
    value: NOTHING,
    problems: [source.problem(code, ['servers', 0, key], message, remedy)],
  });
  if (server?.type === 'api') return readApi(source, server, name, failed);
  if (server?.type !== 'local')
    return failed(
      'server_type',
      'type',
      `a server of type ${server?.type} cannot be read.`,
      'Use local (files below a prefix of the landing bucket) or api (a REST API).',
    );
  const format = FORMATS.find((candidate) => candidate === server.format);
  if (!format)
    return failed(
      'server_format',
      'format',
      `the format ${server.format ?? '(none)'} cannot be read.`,
      `Use one of ${FORMATS.join(', ')}; gzip is detected.`,
    );
  const prefix = server.path ?? `${name}/`;
  if (!/^[^/\\][^\\]*\/$/.test(prefix) || prefix.includes('..'))
    return failed(
      'server_path',
      'path',
      `the path ${prefix} is not a prefix of the landing bucket.`,
      `Write a folder that ends with /, such as ${name}/.`,
    );
  const delimiter = ([',', ';', '\t', '|'] as const).find((candidate) => candidate === server.delimiter);
  if (server.delimiter !== undefined && !delimiter)
    return failed(
      'server_delimiter',
      'delimiter',
      `the delimiter ${JSON.stringify(server.delimiter)} cannot be read.`,
      'Use a comma, a semicolon, a tab or |.',
    );
  const records = server.customProperties.find((entry) => entry.property === 'records')?.value;
  return {
    value: {
      kind: 'files',
      prefix,
      format,
      ...(delimiter && { delimiter }),
      ...(typeof records === 'string' && { records }),
    },
    problems: [],
  };
}

function readApi(
  source: YamlSource,
  server: OdcsServer,
  name: string,
  failed: (
    code: string,
    key: string,
    message: string,
    remedy: string,
  ) => { value: Server; problems: Problem[] },
): { value: Server; problems: Problem[] } {
  if (!server.location)
    return failed(
      'server_location',
      'location',
      'the API has no location.',
      'Write its URL; {env:NAME} stands for an environment variable.',
    );
  const parsed = apiProperties.safeParse(
    Object.fromEntries(server.customProperties.map((entry) => [entry.property, entry.value])),
  );
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const index = server.customProperties.findIndex((entry) => entry.property === issue?.path[0]);
    const message = `${issue?.path.map(String).join('.') ?? 'customProperties'}: ${issue?.message}.`;
    return {
      value: NOTHING,
      problems: [
        source.problem(
          'api_property',
          ['servers', 0, 'customProperties', Math.max(0, index)],
          message,
          'See docs/project.md, Contracts.',
        ),
      ],
    };
  }
  const { auth, incremental, rateLimit, ...rest } = parsed.data;
  const value: ApiServer = {
    kind: 'api',
    prefix: `${name}/`,
    url: server.location,
    ...rest,
    ...(auth && { auth }),
    ...(incremental && { incremental }),
    ...(rateLimit && { rateLimit }),
  };
  return { value, problems: [] };
}
