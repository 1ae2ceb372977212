import { decode, ExtData, ExtensionCodec, encode } from '@msgpack/msgpack';
import type { Block, CtyType } from '../schema';

/** A state or configuration as it travels. */
export interface DynamicValue {
  readonly msgpack?: Uint8Array;
}
export type State = Record<string, unknown>;

/** A value that is known only after apply. */
const UNKNOWN = new ExtData(0, new Uint8Array([0]));
const extensionCodec = new ExtensionCodec();

export const unpack = (value: DynamicValue | undefined): State | null =>
  value?.msgpack?.length ? (decode(value.msgpack, { extensionCodec }) as State | null) : null;

export const pack = (state: State | null): DynamicValue => ({
  msgpack: Buffer.from(encode(state, { extensionCodec })),
});

/** What only the provider gives a value becomes unknown, as in a plan. */
export function withUnknowns(block: Block, state: State): State {
  for (const [name, { mode }] of Object.entries(block.attributes))
    if ((mode === 'computed' || name === 'id') && (state[name] ?? null) === null) state[name] = UNKNOWN;
  return state;
}

/** What was unknown gets a value, as by an apply. */
export function withValues(block: Block, state: State, type: string): State {
  const identity = `${type.replace(/^google_/, '')}/${identityOf(state)}`;
  for (const [name, { type: kind }] of Object.entries(block.attributes))
    if (state[name] instanceof ExtData) state[name] = generated(kind, `${identity}/${name}`);
  return state;
}

const IDENTITIES = ['name', 'table_id', 'dataset_id', 'account_id', 'secret_id', 'display_name', 'service'];

const identityOf = (state: State): string =>
  String(IDENTITIES.map((name) => state[name]).find((value) => typeof value === 'string') ?? 'one');

function generated(type: CtyType, text: string): unknown {
  if (type === 'string') return text;
  if (type === 'number') return 0;
  if (type === 'bool') return false;
  if (typeof type === 'string') return null;
  return type[0] === 'map' ? {} : [];
}
