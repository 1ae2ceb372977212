/** `zetasql.TypeProto` and back. */
import { SCALAR_KINDS, type SqlType } from '../types';

/** `Inner` is a type inside of this one. */
export interface TypeMessage<Inner = object> {
  readonly typeKind: string;
  readonly arrayType?: { readonly elementType: Inner };
  readonly structType?: {
    readonly field?: readonly { readonly fieldName?: string; readonly fieldType: Inner }[];
  };
}

/** The types inside are decoded already: messages are read from the inside out. */
export function decodeType({ typeKind, arrayType, structType }: TypeMessage<SqlType>): SqlType {
  if (arrayType) return { kind: 'ARRAY', element: arrayType.elementType };
  if (!structType) return scalarType(typeKind);
  const fields = (structType.field ?? []).map(({ fieldName = '', fieldType: type }) => ({
    name: fieldName,
    type,
  }));
  return { kind: 'STRUCT', fields };
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

const SCALARS: ReadonlyMap<string, SqlType> = new Map(
  SCALAR_KINDS.map((kind) => [kind === 'FLOAT64' ? 'TYPE_DOUBLE' : `TYPE_${kind}`, { kind }]),
);

function scalarType(typeKind: string): SqlType {
  const type = SCALARS.get(typeKind);
  if (!type) throw new Error(`The analyzer answered with the type ${typeKind}, which BigQuery does not have`);
  return type;
}
