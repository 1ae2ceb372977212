import { z } from 'zod';

const pagination = z.union([
  z.enum(['none', 'link']).transform((kind) => ({ kind })),
  z
    .strictObject({
      page: z.strictObject({
        param: z.string(),
        first: z.number().int().default(1),
        size_param: z.string().optional(),
        size: z.number().int().positive().optional(),
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
      offset: z.strictObject({
        param: z.string(),
        size_param: z.string(),
        size: z.number().int().positive(),
      }),
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
export const apiProperties = z.strictObject({
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

/** How each is written: what its refusal says. */
export const API_USAGE: Readonly<Record<keyof z.infer<typeof apiProperties>, string>> = {
  records: 'a dotted path to the list in a page, such as data.items',
  pagination:
    'none, link, { cursor: { param, path } }, { page: { param, first, size_param, size } } or { offset: { param, size_param, size } }',
  incremental: '{ param: since, column: updated_at }',
  auth: '{ header: Authorization, prefix: "Bearer ", secret: name-of-the-secret }',
  rateLimit: 'requests a second, such as 20',
  retries: 'a whole number, such as 5',
  timeoutMs: 'milliseconds, such as 30000',
};
