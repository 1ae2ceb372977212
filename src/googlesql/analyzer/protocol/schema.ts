/** Which messages there are: `protocol.json`, which `npm run protocol` writes from the server's own definitions. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Protocol {
  /** Remote procedure to the names of its messages. */
  readonly procedures: Readonly<Record<string, { readonly request: string; readonly reply: string }>>;
  /** Message to its fields: number to `name type`, `name type[]` or `name map<type>`, and ` union` if it is in one. */
  readonly messages: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Enumeration to its values: number to name. */
  readonly enums: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface Field {
  readonly number: number;
  readonly name: string;
  /** A scalar such as `int64`, or the name of a message or enumeration. */
  readonly type: string;
  readonly shape: 'single' | 'repeated' | 'map';
  /** The union (`oneof`) that it is a member of: the message names the one that is set. */
  readonly union: string | undefined;
}

export interface MessageSchema {
  readonly name: string;
  readonly byNumber: readonly (Field | undefined)[];
  readonly byName: ReadonlyMap<string, Field>;
  /** Names of the fields that are lists: an absent one is empty. */
  readonly lists: readonly string[];
}

const schemas = new Map<string, MessageSchema>();
let protocol: Protocol | undefined;

function load(): Protocol {
  protocol ??= JSON.parse(readFileSync(join(__dirname, 'protocol.json'), 'utf8')) as Protocol;
  return protocol;
}

export function procedure(name: string): { readonly request: string; readonly reply: string } {
  const found = load().procedures[name];
  if (!found) throw new Error(`The analyzer has no procedure ${name}`);
  return found;
}

export function messageSchema(name: string): MessageSchema {
  const known = schemas.get(name);
  if (known) return known;
  const schema = readMessage(name);
  schemas.set(name, schema);
  return schema;
}

/** Number to name; undefined where `name` is a message. */
export function enumValues(name: string): Readonly<Record<string, string>> | undefined {
  return load().enums[name];
}

function readMessage(name: string): MessageSchema {
  const written = load().messages[name];
  if (!written) throw new Error(`The analyzer has no message ${name}`);
  const fields = Object.entries(written).map(([number, text]) => readField(Number(number), text));
  const byNumber: (Field | undefined)[] = [];
  for (const field of fields) byNumber[field.number] = field;
  return {
    name,
    byNumber,
    byName: new Map(fields.map((field) => [field.name, field])),
    lists: fields.filter(({ shape }) => shape === 'repeated').map((field) => field.name),
  };
}

function readField(number: number, text: string): Field {
  const [name = '', written = '', union] = text.split(' ');
  const [, map] = /^map<(.*)>$/.exec(written) ?? [];
  const type = map ?? written.replace(/\[\]$/, '');
  const shape = map ? 'map' : written.endsWith('[]') ? 'repeated' : 'single';
  return { number, name, type, shape, union };
}
