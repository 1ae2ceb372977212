import type { SchemaTree } from 'hyparquet';

/** What a leaf of the schema is, as the levels of its values need it. */
export interface Leaf {
  /** Dotted path. */
  readonly name: string;
  /** From the root of the schema to the leaf. */
  readonly path: readonly SchemaTree[];
  readonly maxDefinition: number;
  readonly maxRepetition: number;
}
