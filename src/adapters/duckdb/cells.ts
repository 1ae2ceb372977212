import {
  type DuckDBArrayType,
  DuckDBArrayValue,
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  type DuckDBListType,
  DuckDBListValue,
  type DuckDBStructType,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTimeValue,
  type DuckDBType,
  DuckDBTypeId,
  type DuckDBValue,
} from '@duckdb/node-api';
import type { Cell } from '../../core/types';
import type { ScalarKind, SqlType } from '../../googlesql/types';
import { WarehouseError } from '../../ports/warehouse';
import { dateText, datetimeText, timeText } from './times';

/** A DuckDB type as GoogleSQL calls it, and how its values become cells (see `Cell` for the encoding). */
export interface CellType {
  readonly sql: SqlType;
  readonly encode: (value: DuckDBValue) => Cell;
}

/** @throws {WarehouseError} `invalid` for a type that GoogleSQL does not have */
export function cellType(type: DuckDBType, column: string): CellType {
  if (type.typeId === DuckDBTypeId.LIST || type.typeId === DuckDBTypeId.ARRAY) return arrayType(type, column);
  if (type.typeId === DuckDBTypeId.STRUCT) return structType(type, column);
  const scalar = type.alias === 'JSON' ? JSON_TEXT : SCALARS[type.typeId];
  if (scalar) return { sql: { kind: scalar[0] }, encode: scalar[1] };
  const message = `Column ${column} has the DuckDB type ${type}, which GoogleSQL does not have; cast it.`;
  throw new WarehouseError('invalid', message);
}

type Encoder = (value: DuckDBValue) => Cell;
type Scalar = readonly [ScalarKind, Encoder];

const asText: Encoder = (value) => String(value);
const JSON_TEXT: Scalar = ['JSON', asText];
const INTEGER: Scalar = ['INT64', integer];
const FLOAT: Scalar = ['FLOAT64', float];

const SCALARS: Readonly<Partial<Record<DuckDBTypeId, Scalar>>> = {
  [DuckDBTypeId.BOOLEAN]: ['BOOL', (value) => value === true],
  [DuckDBTypeId.TINYINT]: INTEGER,
  [DuckDBTypeId.SMALLINT]: INTEGER,
  [DuckDBTypeId.INTEGER]: INTEGER,
  [DuckDBTypeId.BIGINT]: INTEGER,
  [DuckDBTypeId.UTINYINT]: INTEGER,
  [DuckDBTypeId.USMALLINT]: INTEGER,
  [DuckDBTypeId.UINTEGER]: INTEGER,
  [DuckDBTypeId.FLOAT]: FLOAT,
  [DuckDBTypeId.DOUBLE]: FLOAT,
  [DuckDBTypeId.DECIMAL]: ['NUMERIC', numeric],
  [DuckDBTypeId.VARCHAR]: ['STRING', asText],
  [DuckDBTypeId.ENUM]: ['STRING', asText],
  [DuckDBTypeId.BLOB]: ['BYTES', bytes],
  [DuckDBTypeId.DATE]: ['DATE', date],
  [DuckDBTypeId.TIME]: ['TIME', time],
  [DuckDBTypeId.TIMESTAMP]: ['DATETIME', datetime],
  [DuckDBTypeId.TIMESTAMP_TZ]: ['TIMESTAMP', timestamp],
};

function arrayType(type: DuckDBListType | DuckDBArrayType, column: string): CellType {
  const element = cellType(type.valueType, column);
  const encode: Encoder = (value) => {
    if (!(value instanceof DuckDBListValue || value instanceof DuckDBArrayValue)) return unexpected(value);
    return value.items.map((item) => orNull(item, element.encode));
  };
  return { sql: { kind: 'ARRAY', element: element.sql }, encode };
}

function structType(type: DuckDBStructType, column: string): CellType {
  const fields = type.entryNames.map((name, i) => {
    const of = type.entryTypes[i];
    return { name, ...(of ? cellType(of, `${column}.${name}`) : unexpected(name)) };
  });
  const encode: Encoder = (value) => {
    if (!(value instanceof DuckDBStructValue)) return unexpected(value);
    const { entries } = value;
    return Object.fromEntries(fields.map((field) => [field.name, orNull(entries[field.name], field.encode)]));
  };
  return { sql: { kind: 'STRUCT', fields: fields.map(({ name, sql }) => ({ name, type: sql })) }, encode };
}

export function orNull(value: DuckDBValue | undefined, encode: Encoder): Cell {
  return value === null || value === undefined ? null : encode(value);
}

const LAST_EXACT_INTEGER = 2n ** 53n;

function integer(value: DuckDBValue): Cell {
  if (typeof value === 'number') return value;
  if (typeof value !== 'bigint') return unexpected(value);
  return value <= LAST_EXACT_INTEGER && value >= -LAST_EXACT_INTEGER ? Number(value) : String(value);
}

function float(value: DuckDBValue): Cell {
  if (typeof value !== 'number') return unexpected(value);
  return Number.isFinite(value) ? value : String(value);
}

function numeric(value: DuckDBValue): Cell {
  if (!(value instanceof DuckDBDecimalValue)) return unexpected(value);
  const text = value.toString();
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

function bytes(value: DuckDBValue): Cell {
  return value instanceof DuckDBBlobValue ? Buffer.from(value.bytes).toString('base64') : unexpected(value);
}

function date(value: DuckDBValue): Cell {
  return value instanceof DuckDBDateValue ? dateText(value.days) : unexpected(value);
}

function time(value: DuckDBValue): Cell {
  return value instanceof DuckDBTimeValue ? timeText(value.micros) : unexpected(value);
}

function datetime(value: DuckDBValue): Cell {
  return value instanceof DuckDBTimestampValue ? datetimeText(value.micros) : unexpected(value);
}

function timestamp(value: DuckDBValue): Cell {
  return value instanceof DuckDBTimestampTZValue ? `${datetimeText(value.micros)}+00` : unexpected(value);
}

function unexpected(value: DuckDBValue): never {
  throw new TypeError(`DuckDB returned a value that is not of its column's type: a ${typeof value}`);
}
