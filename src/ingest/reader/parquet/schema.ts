import { type FileMetaData, parquetSchema, type SchemaElement, type SchemaTree } from 'hyparquet';
import { duplicateColumns, duplicatesOf, missingColumns } from '../columns';
import type { ReadOptions } from '../options';
import { asRefusal, damaged } from './damaged';

/** The columns of the file, each a tree. @throws {RefusedFile} */
export function columnTrees(metadata: FileMetaData): readonly SchemaTree[] {
  try {
    metadata.schema.forEach(checkElement);
    const { children } = parquetSchema({ schema: metadata.schema.map(structural) });
    if (children.length === 0) throw damaged('its schema has no columns');
    return children;
  } catch (error) {
    throw asRefusal(error, 'its schema cannot be read');
  }
}

/** More digits than any warehouse has; a damaged file may say billions. */
const MAX_SCALE = 100;

function checkElement({ name, scale, logical_type: logical }: SchemaElement): void {
  if (typeof name !== 'string') throw damaged('a column has no name');
  const scales = logical?.type === 'DECIMAL' ? [scale, logical.scale] : [scale];
  for (const digits of scales) {
    const sound = digits === undefined || (Number.isInteger(digits) && digits >= 0 && digits <= MAX_SCALE);
    if (!sound) throw damaged(`${name} has a scale of ${digits}`);
  }
}

/**
 * How groups are put together is decided by their converted type alone. Maps are read as the lists of pairs that
 * they are in the file: as objects they would lose the order and the type of their keys.
 */
function structural(element: SchemaElement): SchemaElement {
  if (element.type) return element;
  const { converted_type, logical_type, ...rest } = element;
  if (converted_type === 'LIST' || logical_type?.type === 'LIST') return { ...rest, converted_type: 'LIST' };
  const isMap =
    converted_type === 'MAP' || converted_type === 'MAP_KEY_VALUE' || logical_type?.type === 'MAP';
  return isMap ? { ...rest, logical_type: { type: 'MAP' } } : rest;
}

/** @throws {RefusedFile} `duplicate_column`, `missing_column` */
export function checkNames(names: readonly string[], options: ReadOptions): void {
  const duplicates = duplicatesOf(names);
  if (duplicates.length > 0) throw duplicateColumns(duplicates);
  const missing = options.required.filter((name) => !names.includes(name));
  if (missing.length > 0) throw missingColumns(missing, names);
}

/** The paths from the root to the leaves below a column. @param root the root and what is above `node` */
export function leafPaths(node: SchemaTree, above: readonly SchemaTree[]): SchemaTree[][] {
  const path = [...above, node];
  if (node.children.length === 0) return [path];
  return node.children.flatMap((child) => leafPaths(child, path));
}
