import { z } from 'zod';
import { quality } from './odcs-quality';

/**
 * Open Data Contract Standard v3: what the standard allows, of which we read a part. Lists whose entries mean nothing
 * to us are accepted as they are.
 */
const anything = z.array(z.unknown()).optional();
const custom = z
  .array(
    z.strictObject({
      property: z.string(),
      value: z.unknown(),
      id: z.string().optional(),
      description: z.string().optional(),
    }),
  )
  .default([]);
const shared = {
  id: z.string().optional(),
  tags: z.array(z.string()).optional(),
  authoritativeDefinitions: anything,
};

export const LOGICAL_TYPES = [
  'string',
  'date',
  'timestamp',
  'number',
  'integer',
  'object',
  'array',
  'boolean',
] as const;

const logicalTypeOptions = z.strictObject({
  format: z.string().optional(),
  timezone: z.boolean().optional(),
  defaultTimezone: z.string().optional(),
  minimum: z.union([z.number(), z.string()]).optional(),
  maximum: z.union([z.number(), z.string()]).optional(),
  exclusiveMinimum: z.union([z.number(), z.boolean()]).optional(),
  exclusiveMaximum: z.union([z.number(), z.boolean()]).optional(),
  multipleOf: z.number().optional(),
  minLength: z.number().int().min(0).optional(),
  maxLength: z.number().int().min(0).optional(),
  pattern: z.string().optional(),
});

const property = z.strictObject({
  ...shared,
  name: z.string(),
  logicalType: z.enum(LOGICAL_TYPES),
  logicalTypeOptions: logicalTypeOptions.default({}),
  physicalType: z.string().optional(),
  physicalName: z.string().optional(),
  businessName: z.string().optional(),
  description: z.string().optional(),
  required: z.boolean().default(false),
  unique: z.boolean().default(false),
  primaryKey: z.boolean().default(false),
  primaryKeyPosition: z.number().optional(),
  partitioned: z.boolean().optional(),
  partitionKeyPosition: z.number().optional(),
  classification: z.string().optional(),
  criticalDataElement: z.boolean().optional(),
  encryptedName: z.string().optional(),
  transformSourceObjects: anything,
  transformLogic: z.string().optional(),
  transformDescription: z.string().optional(),
  examples: anything,
  relationships: anything,
  properties: anything,
  items: z.unknown().optional(),
  quality: z.array(quality).default([]),
  customProperties: custom,
});

const object = z.strictObject({
  ...shared,
  name: z.string(),
  logicalType: z.string().optional(),
  physicalType: z.string().optional(),
  physicalName: z.string().optional(),
  businessName: z.string().optional(),
  description: z.string().optional(),
  dataGranularityDescription: z.string().optional(),
  relationships: anything,
  quality: z.array(quality).default([]),
  properties: z.array(property).min(1),
  customProperties: custom,
});

const server = z.looseObject({
  server: z.string(),
  type: z.string(),
  path: z.string().optional(),
  location: z.string().optional(),
  format: z.string().optional(),
  delimiter: z.string().optional(),
  customProperties: custom,
});

const text = z.string().optional();
const member = z.strictObject({
  ...shared,
  username: text,
  name: text,
  role: text,
  description: text,
  dateIn: text,
  dateOut: text,
  replacedByUsername: text,
  comment: text,
  customProperties: custom,
});

const team = z.union([
  z.strictObject({
    ...shared,
    name: text,
    description: text,
    members: z.array(member).optional(),
    customProperties: custom,
  }),
  z.array(member),
]);

export const odcs = z.strictObject({
  ...shared,
  id: z.string(),
  apiVersion: z.string().regex(/^v3\.\d+\.\d+$/, 'expected a version of the standard such as v3.1.0'),
  kind: z.literal('DataContract'),
  name: z.string(),
  version: z.string(),
  status: z.string(),
  domain: z.string().optional(),
  tenant: z.string().optional(),
  dataProduct: z.string().optional(),
  description: z.looseObject({ purpose: z.string().optional() }).optional(),
  servers: z.array(server).min(1),
  schema: z.array(object).length(1, 'expected one object: a contract is one source'),
  support: anything,
  price: z.unknown().optional(),
  team: team.optional(),
  roles: anything,
  slaDefaultElement: z.string().optional(),
  slaProperties: anything,
  customProperties: custom,
  contractCreatedTs: z.string().optional(),
});
export type Odcs = z.infer<typeof odcs>;
export type OdcsProperty = z.infer<typeof property>;
export type OdcsServer = z.infer<typeof server>;
