/** A type as Terraform's protocol spells it: `string`, `["list", "string"]`, `["map", "string"]`, `dynamic`. */
export type CtyType = string | readonly [string, CtyType];

export interface Attribute {
  readonly type: CtyType;
  /** `computed`: only the provider gives it a value. */
  readonly mode: 'required' | 'optional' | 'computed';
}

export interface NestedBlock {
  readonly nesting: 'list' | 'set' | 'single';
  readonly required: boolean;
  /** At most one. */
  readonly single: boolean;
  readonly block: Block;
}

/** What may stand in a resource, data source, provider, or a block of one. */
export interface Block {
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly blocks: Readonly<Record<string, NestedBlock>>;
}

export interface ProviderSchema {
  readonly provider: Block;
  readonly resources: Readonly<Record<string, Block>>;
  readonly data: Readonly<Record<string, Block>>;
}
