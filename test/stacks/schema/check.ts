import type { Attribute, Block, CtyType, NestedBlock } from './types';

/** Arguments that every resource may have. */
const META = ['//', 'depends_on', 'lifecycle', 'provider', 'count', 'for_each', 'connection', 'provisioner'];

/** What is wrong in the arguments of a block, by the provider's schema; each with its path. */
export function checkBlock(path: string, value: Readonly<Record<string, unknown>>, block: Block): string[] {
  const unknown = Object.keys(value)
    .filter((key) => !block.attributes[key] && !block.blocks[key] && !META.includes(key))
    .map((key) => `${path}.${key}: there is no such argument`);
  const attributes = Object.entries(block.attributes).flatMap(([name, attribute]) =>
    checkAttribute(`${path}.${name}`, value[name], attribute),
  );
  const blocks = Object.entries(block.blocks).flatMap(([name, nested]) =>
    checkNested(`${path}.${name}`, value[name], nested),
  );
  return [...unknown, ...attributes, ...blocks];
}

function checkAttribute(path: string, value: unknown, { type, mode }: Attribute): string[] {
  if (value === undefined || value === null) return mode === 'required' ? [`${path}: is required`] : [];
  if (mode === 'computed') return [`${path}: only the provider gives it a value`];
  return isOfType(value, type)
    ? []
    : [`${path}: expected ${JSON.stringify(type)}, found ${JSON.stringify(value).slice(0, 60)}`];
}

function checkNested(path: string, value: unknown, { required, single, block }: NestedBlock): string[] {
  if (value === undefined) return required ? [`${path}: the block is required`] : [];
  const items = Array.isArray(value) ? value : [value];
  if (required && items.length === 0) return [`${path}: at least one block is required`];
  if (single && items.length > 1) return [`${path}: at most one block`];
  return items.flatMap((item, index) =>
    typeof item === 'object' && item !== null
      ? checkBlock(`${path}[${index}]`, item as Record<string, unknown>, block)
      : [`${path}[${index}]: expected a block`],
  );
}

/** As Terraform converts: an expression may be anything, numbers and booleans may be written as text. */
function isOfType(value: unknown, type: CtyType): boolean {
  if (typeof value === 'string' && /^\$\{.*\}$/s.test(value)) return true;
  if (typeof type !== 'string') {
    if (type[0] === 'map' && Array.isArray(value)) return false;
    const items = type[0] === 'map' ? Object.values(Object(value)) : value;
    return Array.isArray(items) && items.every((item) => isOfType(item, type[1]));
  }
  if (type === 'number')
    return typeof value === 'number' || (typeof value === 'string' && !Number.isNaN(Number(value)));
  if (type === 'bool') return typeof value === 'boolean' || value === 'true' || value === 'false';
  if (type === 'string') return typeof value === 'string';
  return true;
}
