import { z } from 'zod';

const number = z.number().optional();
const pair = z.tuple([z.number(), z.number()]).optional();
const text = z.string().optional();

/** How the standard says what a metric may come to. */
const operators = {
  mustBe: z.union([z.number(), z.boolean(), z.string()]).optional(),
  mustNotBe: z.union([z.number(), z.boolean(), z.string()]).optional(),
  mustBeGreaterThan: number,
  mustBeGreaterOrEqualTo: number,
  mustBeLessThan: number,
  mustBeLessOrEqualTo: number,
  mustBeBetween: pair,
  mustNotBeBetween: pair,
};
export const OPERATORS = Object.keys(operators) as (keyof typeof operators)[];

const scalar = z.union([z.string(), z.number(), z.boolean()]);

/** A quality rule of the standard, of a property or of the object. */
export const quality = z.strictObject({
  ...operators,
  id: text,
  name: text,
  description: text,
  type: z.enum(['text', 'library', 'sql', 'custom']).default('library'),
  metric: text,
  /** The name of `metric` before v3.1. */
  rule: text,
  arguments: z
    .strictObject({
      validValues: z.array(scalar).optional(),
      pattern: text,
      missingValues: z.array(scalar.nullable()).optional(),
      properties: z.array(z.string()).optional(),
    })
    .optional(),
  unit: z.enum(['rows', 'percent']).optional(),
  query: text,
  engine: text,
  implementation: z.unknown().optional(),
  dimension: text,
  method: text,
  severity: text,
  businessImpact: text,
  scheduler: text,
  schedule: text,
  tags: z.array(z.string()).optional(),
  authoritativeDefinitions: z.array(z.unknown()).optional(),
  customProperties: z.array(z.unknown()).optional(),
});
export type OdcsQuality = z.infer<typeof quality>;
