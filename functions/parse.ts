import type * as z from 'zod';
import { BadRequest } from './failures';

/** @throws {BadRequest} naming the fields that are wrong, never what is in them */
export function parsed<Shape extends z.ZodType>(shape: Shape, body: unknown): z.infer<Shape> {
  const { success, data, error } = shape.safeParse(body);
  if (success) return data;
  const fields = error.issues.map(({ path, code }) => `${path.join('.') || 'body'} (${code})`);
  throw new BadRequest(`The request is not of the form that is expected: ${fields.join(', ')}.`);
}
