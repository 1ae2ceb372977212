/** Messages to plain objects, in one pass. */
import { enumValues, type Field, type MessageSchema, messageSchema } from './schema';
import { WIRE, WireReader } from './wire';

/** Fields by name: INT64 as digits, enumerations as names, bytes as Buffer, an absent list as an empty one. */
export type Message = Record<string, unknown>;

/** What becomes of a message of some name, once its fields are read. */
export type Shape = (message: Message) => unknown;

export interface Shapes {
  /** What to make of the messages of a name; without one they stay plain objects. */
  shapeOf(name: string): Shape | undefined;
  /** Messages that stay encoded: a Buffer. */
  isOpaque(name: string): boolean;
  /** Is this field of the message one object with it? Its fields are put beside the others. */
  isInherited(field: string): boolean;
}

export class Decoder {
  readonly #readers = new Map<string, ReadValue>();
  readonly #messages = new Map<string, ReadMessage>();

  constructor(private readonly shapes: Shapes) {}

  decode(name: string, bytes: Buffer): unknown {
    return this.#message(name)(new WireReader(bytes), bytes.length);
  }

  /** How a value of a type is read; the reader of a type is made once. */
  #reader(type: string): ReadValue {
    const known = this.#readers.get(type);
    if (known) return known;
    const reader = SCALARS[type] ?? enumReader(type) ?? this.#nestedReader(type);
    this.#readers.set(type, reader);
    return reader;
  }

  #nestedReader(type: string): ReadValue {
    if (this.shapes.isOpaque(type)) return (reader) => reader.bytes();
    const read = this.#message(type);
    return (reader) => read(reader, reader.end());
  }

  #message(type: string): ReadMessage {
    const known = this.#messages.get(type);
    if (known) return known;
    const schema = messageSchema(type);
    const shape = this.shapes.shapeOf(type);
    const read: ReadMessage = (reader, end) => {
      const message: Message = {};
      this.#readInto(message, schema, reader, end);
      return shape ? shape(message) : message;
    };
    this.#messages.set(type, read);
    return read;
  }

  #readInto(message: Message, schema: MessageSchema, reader: WireReader, end: number): void {
    for (const list of schema.lists) message[list] ??= [];
    while (!reader.reached(end)) {
      const key = reader.key();
      const field = schema.byNumber[key >>> 3];
      if (field) this.#readField(message, field, key & 7, reader);
      else reader.skip(key & 7);
    }
  }

  #readField(message: Message, field: Field, wire: number, reader: WireReader): void {
    if (this.shapes.isInherited(field.name))
      this.#readInto(message, messageSchema(field.type), reader, reader.end());
    else if (field.shape === 'map') this.#readEntry(message, field, reader);
    else this.#readPlain(message, field, wire, reader);
  }

  #readPlain(message: Message, field: Field, wire: number, reader: WireReader): void {
    const read = this.#reader(field.type);
    if (field.shape === 'repeated') readItems(message[field.name] as unknown[], field, wire, reader, read);
    else message[field.name] = read(reader);
    if (field.union) message[field.union] = field.name;
  }

  #readEntry(message: Message, field: Field, reader: WireReader): void {
    const end = reader.end();
    let key = '';
    let value: unknown;
    while (!reader.reached(end)) {
      if (reader.key() >>> 3 === 1) key = reader.string();
      else value = this.#reader(field.type)(reader);
    }
    message[field.name] = { ...(message[field.name] as object | undefined), [key]: value };
  }
}

type ReadValue = (reader: WireReader) => unknown;
type ReadMessage = (reader: WireReader, end: number) => unknown;

function enumReader(type: string): ReadValue | undefined {
  const values = enumValues(type);
  return values && ((reader) => values[reader.int32()]);
}

const SCALARS: Readonly<Record<string, ReadValue>> = {
  int32: (reader) => reader.int32(),
  int64: (reader) => reader.int64(),
  uint32: (reader) => reader.uint32(),
  uint64: (reader) => reader.uint64(),
  bool: (reader) => reader.bool(),
  double: (reader) => reader.double(),
  float: (reader) => reader.float(),
  string: (reader) => reader.string(),
  bytes: (reader) => reader.bytes(),
};

const TEXTUAL = new Set(['string', 'bytes']);

/** Numbers may come packed: many values in one field. */
function readItems(items: unknown[], field: Field, wire: number, reader: WireReader, read: ReadValue): void {
  const numeric = (SCALARS[field.type] && !TEXTUAL.has(field.type)) || enumValues(field.type) !== undefined;
  if (wire !== WIRE.bytes || !numeric) {
    items.push(read(reader));
    return;
  }
  for (const end = reader.end(); !reader.reached(end); ) items.push(read(reader));
}
