import * as z from 'zod';

/** `dataset.table`, both lower case letters, digits and `_`. */
export const tableName = z.string().regex(/^[a-z][a-z0-9_]*\.[a-z0-9_]+$/);

export const column = z.object({
  name: z.string(),
  /** GoogleSQL type text. */
  type: z.string(),
  description: z.string().exactOptional(),
  /** Access class from the contract, e.g. `pii`; models inherit it through lineage. */
  classification: z.string().exactOptional(),
  required: z.boolean().exactOptional(),
});

/** See `Statement` in core/types. */
export const statement = z
  .object({
    googlesql: z.string(),
    duckdb: z.array(z.string()).readonly(),
    params: z.record(z.string(), z.string()).readonly(),
  })
  .readonly();
