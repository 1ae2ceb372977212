/** Plain objects to messages. */
import { enumValues, type Field, type MessageSchema, messageSchema } from './schema';
import { WIRE, WireWriter } from './wire';

/** @param message fields by name; a message that was encoded before (a Buffer) is taken as it is. */
export function encode(name: string, message: object): Buffer {
  if (Buffer.isBuffer(message)) return message;
  const writer = new WireWriter();
  const schema = messageSchema(name);
  for (const [field, value] of Object.entries(message))
    if (value !== undefined && value !== null) writeField(writer, fieldOf(schema, field), value);
  return writer.finish();
}

/** Unions are not fields: what they hold is. */
function fieldOf(schema: MessageSchema, name: string): Field | undefined {
  const field = schema.byName.get(name);
  const union = !field && schema.byNumber.some((other) => other?.union === name);
  if (field || union) return field;
  throw new Error(`The message ${schema.name} has no field ${name}`);
}

function writeField(writer: WireWriter, field: Field | undefined, value: unknown): void {
  if (!field) return;
  if (field.shape === 'map') writeMap(writer, field, value as Readonly<Record<string, object>>);
  else if (field.shape === 'single') writeValue(writer, field.number, field.type, value);
  else for (const item of value as readonly unknown[]) writeValue(writer, field.number, field.type, item);
}

/** A map is a list of messages with two fields. */
function writeMap(writer: WireWriter, field: Field, entries: Readonly<Record<string, object>>): void {
  for (const [key, value] of Object.entries(entries)) {
    const entry = new WireWriter();
    writeValue(entry, 1, 'string', key);
    writeValue(entry, 2, field.type, value);
    writeMessage(writer, field.number, entry.finish());
  }
}

function writeValue(writer: WireWriter, number: number, type: string, value: unknown): void {
  const values = enumValues(type);
  if (SCALARS[type]) SCALARS[type](writer, number, value);
  else if (values) writeVarint(writer, number, enumNumber(type, values, value as string));
  else writeMessage(writer, number, encode(type, value as object));
}

function writeMessage(writer: WireWriter, number: number, message: Buffer): void {
  writer.key(number, WIRE.bytes);
  writer.bytes(message);
}

type Write = (writer: WireWriter, number: number, value: unknown) => void;

const writeVarint: Write = (writer, number, value) => {
  writer.key(number, WIRE.varint);
  writer.varint(typeof value === 'string' ? BigInt(value) : Number(value));
};

const SCALARS: Readonly<Record<string, Write>> = {
  int32: writeVarint,
  int64: writeVarint,
  uint32: writeVarint,
  uint64: writeVarint,
  bool: writeVarint,
  double: (writer, number, value) => {
    writer.key(number, WIRE.fixed64);
    writer.double(Number(value));
  },
  float: (writer, number, value) => {
    writer.key(number, WIRE.fixed32);
    writer.float(Number(value));
  },
  string: (writer, number, value) => {
    writer.key(number, WIRE.bytes);
    writer.bytes(Buffer.from(String(value), 'utf8'));
  },
  bytes: (writer, number, value) => {
    writer.key(number, WIRE.bytes);
    writer.bytes(value as Buffer);
  },
};

const numbers = new Map<string, ReadonlyMap<string, number>>();

function enumNumber(type: string, values: Readonly<Record<string, string>>, name: string): number {
  const known =
    numbers.get(type) ?? new Map(Object.entries(values).map(([number, text]) => [text, Number(number)]));
  numbers.set(type, known);
  const found = known.get(name);
  if (found === undefined) throw new Error(`${name} is none of ${type}`);
  return found;
}
