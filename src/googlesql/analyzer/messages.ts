/** `zetasql.TypeProto` and back. */
import { SCALAR_KINDS, type ScalarKind, type SqlType } from '../types';

export interface TypeMessage {
  readonly typeKind: string;
  readonly arrayType?: { readonly elementType: TypeMessage };
  readonly structType?: {
    readonly field?: readonly { readonly fieldName?: string; readonly fieldType: TypeMessage }[];
  };
}

export function decodeType(message: TypeMessage): SqlType {
  if (message.arrayType) return { kind: 'ARRAY', element: decodeType(message.arrayType.elementType) };
  if (message.structType) {
    const fields = (message.structType.field ?? []).map((field) => ({
      name: field.fieldName ?? '',
      type: decodeType(field.fieldType),
    }));
    return { kind: 'STRUCT', fields };
  }
  return { kind: scalarKind(message.typeKind) };
}

export function encodeType(type: SqlType): TypeMessage {
  if (type.kind === 'ARRAY')
    return { typeKind: 'TYPE_ARRAY', arrayType: { elementType: encodeType(type.element) } };
  if (type.kind === 'STRUCT') {
    const field = type.fields.map(({ name, type: of }) => ({ fieldName: name, fieldType: encodeType(of) }));
    return { typeKind: 'TYPE_STRUCT', structType: { field } };
  }
  return { typeKind: type.kind === 'FLOAT64' ? 'TYPE_DOUBLE' : `TYPE_${type.kind}` };
}

function scalarKind(typeKind: string): ScalarKind {
  const name = typeKind === 'TYPE_DOUBLE' ? 'FLOAT64' : typeKind.replace('TYPE_', '');
  const kind = SCALAR_KINDS.find((known) => known === name);
  if (!kind) throw new Error(`The analyzer answered with the type ${typeKind}, which BigQuery does not have`);
  return kind;
}
