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

export function leafOf(path: readonly SchemaTree[]): Leaf {
  const types = path.slice(1).map(({ element }) => element.repetition_type);
  return {
    name: path
      .slice(1)
      .map(({ element }) => element.name)
      .join('.'),
    path,
    maxDefinition: types.filter((type) => type !== 'REQUIRED').length,
    maxRepetition: types.filter((type) => type === 'REPEATED').length,
  };
}
