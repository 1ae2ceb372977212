import { readBindings } from './bindings';
import type { Attribute, Block, ProviderSchema } from './types';

export type { Attribute, Block, CtyType, NestedBlock, ProviderSchema } from './types';

const text = (mode: Attribute['mode']): Attribute => ({ type: 'string', mode });

/** Resources of the providers beside google, as their documentation has them. */
const OTHERS: Readonly<Record<string, Block>> = {
  time_sleep: {
    attributes: {
      id: text('optional'),
      create_duration: text('optional'),
      destroy_duration: text('optional'),
      triggers: { type: ['map', 'string'], mode: 'optional' },
    },
    blocks: {},
  },
  google_project_service_identity: {
    attributes: {
      id: text('optional'),
      project: text('optional'),
      service: text('required'),
      email: text('computed'),
      member: text('computed'),
    },
    blocks: {},
  },
};

/** The schema of the named resources and data sources. @throws for a type that no provider has */
export function providerSchema(resources: Iterable<string>, data: Iterable<string>): ProviderSchema {
  return {
    provider: readBindings('provider').block,
    resources: Object.fromEntries([...resources].map((type) => [type, OTHERS[type] ?? bindingsOf(type, '')])),
    data: Object.fromEntries([...data].map((type) => [type, bindingsOf(type, 'data-')])),
  };
}

/** Modules are named after their resources, with few exceptions that the check below would find. */
function bindingsOf(type: string, prefix: string): Block {
  const base = prefix ? type : type.replace(/^google_/, '');
  const found = readBindings(`${prefix}${base.replace(/_/g, '-')}`);
  if (found.type !== type) throw new Error(`Looked for ${type}, found ${found.type}`);
  return found.block;
}
