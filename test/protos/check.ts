import { Enum, type Field, type INamespace, MapField, Root, Type } from 'protobufjs';

/** Messages that Google's JSON spells as one text or leaves open. */
const WELL_KNOWN: Readonly<Record<string, (value: unknown) => string | undefined>> = {
  '.google.protobuf.Duration': (value) =>
    /^\d+(\.\d+)?s$/.test(String(value)) ? undefined : 'expected seconds such as 600s',
  '.google.protobuf.Timestamp': (value) =>
    Number.isNaN(Date.parse(String(value))) ? 'expected a time such as 2026-10-01T00:00:00Z' : undefined,
};
const OPEN = ['Struct', 'Value', 'Empty', 'Any', 'DoubleValue'].map((name) => `.google.protobuf.${name}`);

const SCALARS: Readonly<Record<string, string>> = {
  string: 'string',
  bytes: 'string',
  bool: 'boolean',
};

/** @param protos `protos.json` of a Google client package @param message e.g. `google.devtools.cloudbuild.v1.Build` */
export function messageOf(protos: INamespace, message: string): Type {
  const root = Root.fromJSON(protos);
  root.resolveAll();
  return root.lookupType(message);
}

/** What of a value Google would not take as this message, by path: unknown fields, wrong types, unknown words. */
export function checkMessage(path: string, value: unknown, message: Type): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [`${path}: expected an object`];
  const fields = Object.entries(value).flatMap(([name, given]) => {
    const field = message.fields[name] ?? message.fields[camel(name)] ?? message.fields[snake(name)];
    const at = `${path}.${name}`;
    return field ? checkField(at, given, field) : [`${at}: ${message.name} has no such field`];
  });
  return [...fields, ...exclusive(path, value, message)];
}

function checkField(path: string, value: unknown, field: Field): string[] {
  if (field instanceof MapField)
    return Object.entries(Object(value)).flatMap(([key, item]) => checkValue(`${path}.${key}`, item, field));
  if (!field.repeated) return checkValue(path, value, field);
  if (!Array.isArray(value)) return [`${path}: expected a list`];
  return value.flatMap((item, index) => checkValue(`${path}[${index}]`, item, field));
}

function checkValue(path: string, value: unknown, { resolvedType: type, type: scalar }: Field): string[] {
  if (type instanceof Enum)
    return String(value) in type.values
      ? []
      : [`${path}: ${value} is none of ${Object.keys(type.values).join(', ')}`];
  if (type instanceof Type) return checkNested(path, value, type);
  return isScalar(value, scalar) ? [] : [`${path}: expected ${scalar}, found ${JSON.stringify(value)}`];
}

function checkNested(path: string, value: unknown, type: Type): string[] {
  if (OPEN.includes(type.fullName)) return [];
  const wellKnown = WELL_KNOWN[type.fullName];
  if (!wellKnown) return checkMessage(path, value, type);
  const problem = wellKnown(value);
  return problem ? [`${path}: ${problem}, found ${JSON.stringify(value)}`] : [];
}

/** Numbers of 64 bits may be written as text. */
function isScalar(value: unknown, scalar: string): boolean {
  const expected = SCALARS[scalar] ?? 'number';
  return typeof value === expected || (expected === 'number' && /^-?\d+$/.test(String(value)));
}

function exclusive(path: string, value: object, message: Type): string[] {
  return message.oneofsArray.flatMap(({ name, fieldsArray }) => {
    const given = fieldsArray.filter((field) =>
      [field.name, snake(field.name), camel(field.name)].some((key) => key in value),
    );
    return given.length > 1
      ? [`${path}: only one of ${given.map((field) => field.name).join(', ')} (${name})`]
      : [];
  });
}

const camel = (name: string): string => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
