/**
 * Turns the analyzer's protobuf message into the resolved tree. The message nests every node in `oneof` wrappers
 * (`{ node: 'resolvedFilterScanNode', resolvedFilterScanNode: {…} }`) and keeps inherited fields in `parent`; here a
 * node is one object with its fields and a `kind`.
 */
import { decodeType, type TypeMessage } from './messages';
import type { Statement } from './statements';
import { decodeValue, type ValueMessage } from './values';

type Message = Readonly<Record<string, unknown>>;

export function readStatement(message: object): Statement {
  return read(message) as Statement;
}

function read(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(read);
  if (!isMessage(value)) return value;
  if (isWrapper(value)) return readWrapper(value);
  if ('columnId' in value) return readColumn(value);
  return readFields(value);
}

function isMessage(value: unknown): value is Message {
  return typeof value === 'object' && value !== null && !Buffer.isBuffer(value);
}

function isWrapper(message: Message): message is { readonly node: string; readonly [name: string]: unknown } {
  return typeof message.node === 'string' && isMessage(message[message.node]);
}

/** Wrappers nest from the general to the particular; the innermost names the kind. */
function readWrapper(wrapper: { readonly node: string; readonly [name: string]: unknown }): unknown {
  const inner = read(wrapper[wrapper.node]) as Message;
  return 'kind' in inner && isCapitalized(inner.kind) ? inner : { ...inner, kind: kindOf(wrapper.node) };
}

function kindOf(node: string): string {
  return node.replace(/^resolved/, '').replace(/Node$/, '');
}

function isCapitalized(kind: unknown): boolean {
  return typeof kind === 'string' && /^[A-Z][a-z]/.test(kind);
}

function readColumn(message: Message): object {
  const type = decodeType(message.type as TypeMessage);
  return { id: Number(message.columnId), name: String(message.name ?? ''), type };
}

function readFields(message: Message): Message {
  const node: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(message)) readField(node, name, value);
  return node;
}

function readField(node: Record<string, unknown>, name: string, value: unknown): void {
  if (name === 'parent') Object.assign(node, readFields(value as Message));
  else if (name === 'parseLocationRange') node.at = (value as { start?: number }).start ?? 0;
  else if (name === 'signature') node.signature = value;
  else if (isType(value)) node[name] = decodeType(value);
  else if (isTypedValue(value)) node.value = readTypedValue(value);
  else node[name] = NAMELESS_COLUMN_REFS.has(name) ? readColumnRef(value) : read(value);
}

/** Where the message holds a column reference without a wrapper that would say so. */
const NAMELESS_COLUMN_REFS = new Set(['columnRef', 'groupByColumn', 'partitionByList', 'groupByColumnList']);

function readColumnRef(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readColumnRef);
  return { ...(read(value) as object), kind: 'ColumnRef' };
}

function isType(value: unknown): value is TypeMessage {
  return isMessage(value) && typeof value.typeKind === 'string';
}

function isTypedValue(value: unknown): value is { type: TypeMessage; value: ValueMessage } {
  return isMessage(value) && isType(value.type) && isMessage(value.value) && !isWrapper(value.value);
}

function readTypedValue({ type, value }: { type: TypeMessage; value: ValueMessage }): unknown {
  return decodeValue(value, decodeType(type));
}
