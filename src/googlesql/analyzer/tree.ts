/**
 * What becomes of the analyzer's messages when they are read: the resolved tree. The message of a statement nests every
 * node in wrappers of one field each (`AnyResolvedScan` around `ResolvedFilterScan`) and keeps inherited fields in
 * `parent`; here a node is one object with its fields and a `kind`, the name of its innermost message.
 */

import type { SqlType } from '../types';
import { decodeType, type TypeMessage } from './messages';
import type { Message, Shape, Shapes } from './protocol/decode';
import { decodeValue, type ValueMessage } from './values';

const SHAPES: Readonly<Record<string, Shape>> = {
  TypeProto: (message) => decodeType(message as unknown as TypeMessage<SqlType>),
  ValueWithTypeProto: ({ type, value }) => decodeValue(value as ValueMessage, type as SqlType),
  ParseLocationRangeProto: ({ start }) => start ?? 0,
  ResolvedColumnProto: ({ columnId, name, type }) => ({ id: Number(columnId), name: name ?? '', type }),
};

export const TREE: Shapes = {
  shapeOf: (name) => SHAPES[name] ?? wrapper(name) ?? node(name),
  // It goes back into the catalog as it came.
  isOpaque: (name) => name === 'FunctionSignatureProto',
  isInherited: (field) => field === 'parent',
};

function wrapper(name: string): Shape | undefined {
  return /^AnyResolved\w+Proto$/.test(name) ? (message) => message[String(message.node)] : undefined;
}

function node(name: string): Shape | undefined {
  const [, kind] = /^Resolved(\w+)Proto$/.exec(name) ?? [];
  return kind === undefined ? undefined : (message) => shaped(message, kind);
}

/** A node that has a field `kind` of its own keeps that. */
function shaped(message: Message, kind: string): Message {
  message.kind ??= kind;
  message.at = message.parseLocationRange;
  return message;
}
