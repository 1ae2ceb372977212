/**
 * JSON as BigQuery reads text: numbers keep their spelling, the first of equal keys wins, and text after the match is
 * not looked at, so that it may even be malformed. A comma before the end of an array or object is allowed.
 */
import { jsonQuote } from './text';

export function jsonValue(text: string, path: string): string | null {
  return scalarOf(find(text, path));
}

export function jsonQuery(text: string, path: string): string | null {
  const found = find(text, path);
  return found && found.kind !== 'null' ? print(found) : null;
}

/** The elements as JSON; NULL unless the path leads to an array. */
export function jsonQueryArray(text: string, path: string): string[] | null {
  const found = find(text, path);
  return found?.kind === 'array' ? found.items.map(print) : null;
}

/** NULL unless the path leads to an array of scalars. */
export function jsonValueArray(text: string, path: string): (string | null)[] | null {
  const found = find(text, path);
  if (found?.kind !== 'array') return null;
  const scalars = found.items.every((item) => item.kind !== 'array' && item.kind !== 'object');
  return scalars ? found.items.map(scalarOf) : null;
}

export type Json =
  | { readonly kind: 'null' }
  | { readonly kind: 'string'; readonly text: string }
  /** A number or a boolean, as spelled. */
  | { readonly kind: 'raw'; readonly text: string }
  | { readonly kind: 'array'; readonly items: readonly Json[] }
  | { readonly kind: 'object'; readonly members: readonly (readonly [key: string, value: Json])[] };

function scalarOf(value: Json | null): string | null {
  return value?.kind === 'string' || value?.kind === 'raw' ? value.text : null;
}

function print(value: Json): string {
  switch (value.kind) {
    case 'null':
      return 'null';
    case 'raw':
      return value.text;
    case 'string':
      return jsonQuote(value.text);
    case 'array':
      return `[${value.items.map(print).join(',')}]`;
    case 'object':
      return `{${value.members.map(([key, member]) => `${jsonQuote(key)}:${print(member)}`).join(',')}}`;
  }
}

type Step = string | number;

const paths = new Map<string, readonly Step[]>();

/** `$.a[0]` is steps a, 0. */
function steps(path: string): readonly Step[] {
  const known = paths.get(path);
  if (known) return known;
  const parsed = [...path.matchAll(/\.([A-Za-z_]\w*)|\[(\d+)\]/g)].map(
    ([, name, index]) => name ?? Number(index),
  );
  paths.set(path, parsed);
  return parsed;
}

export function find(text: string, path: string): Json | null {
  try {
    return new Reader(text).find(steps(path));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** A whole value. @param unquote what a string of JSON, with its quotes, says */
export function readJson(text: string, unquote?: (written: string) => string): Json {
  return new Reader(text, unquote).find([]) ?? { kind: 'null' };
}

class Reader {
  #at = 0;

  constructor(
    private readonly text: string,
    private readonly unquote = unquoteText,
  ) {}

  /** Reads no further than the value at the end of the path. */
  find(path: readonly Step[]): Json | null {
    for (const step of path) {
      const entered = typeof step === 'string' ? this.#enterMember(step) : this.#enterItem(step);
      if (!entered) return null;
    }
    return this.#value();
  }

  #enterMember(name: string): boolean {
    if (this.#peek() !== '{') return this.#skip();
    this.#at++;
    if (this.#accept('}')) return false;
    do {
      const key = this.#string();
      this.#expect(':');
      if (key === name) return true;
      this.#value();
    } while (this.#accept(',') && this.#peek() !== '}');
    this.#expect('}');
    return false;
  }

  #enterItem(index: number): boolean {
    if (this.#peek() !== '[') return this.#skip();
    this.#at++;
    if (this.#accept(']')) return false;
    for (let i = 0; i < index; i++) {
      this.#value();
      if (!this.#accept(',') || this.#peek() === ']') {
        this.#expect(']');
        return false;
      }
    }
    return true;
  }

  #skip(): false {
    this.#value();
    return false;
  }

  #value(): Json {
    const next = this.#peek();
    if (next === '{') return this.#object();
    if (next === '[') return this.#array();
    if (next === '"') return { kind: 'string', text: this.#string() };
    return this.#word();
  }

  #object(): Json {
    this.#at++;
    const members: [string, Json][] = [];
    if (this.#accept('}')) return { kind: 'object', members };
    do {
      const key = this.#string();
      this.#expect(':');
      members.push([key, this.#value()]);
    } while (this.#accept(',') && this.#peek() !== '}');
    this.#expect('}');
    return { kind: 'object', members };
  }

  #array(): Json {
    this.#at++;
    const items: Json[] = [];
    if (this.#accept(']')) return { kind: 'array', items };
    do items.push(this.#value());
    while (this.#accept(',') && this.#peek() !== ']');
    this.#expect(']');
    return { kind: 'array', items };
  }

  #string(): string {
    if (this.#peek() !== '"') this.#fail();
    const start = this.#at++;
    while (this.text[this.#at] !== '"') {
      if (this.#at >= this.text.length) this.#fail();
      this.#at += this.text[this.#at] === '\\' ? 2 : 1;
    }
    this.#at++;
    return this.unquote(this.text.slice(start, this.#at));
  }

  #word(): Json {
    WORD.lastIndex = this.#at;
    const word = WORD.exec(this.text)?.[0];
    if (!word) return this.#fail();
    this.#at += word.length;
    return word === 'null' ? { kind: 'null' } : { kind: 'raw', text: word };
  }

  #peek(): string | undefined {
    while (WHITESPACE.has(this.text[this.#at] ?? '')) this.#at++;
    return this.text[this.#at];
  }

  #accept(letter: string): boolean {
    if (this.#peek() !== letter) return false;
    this.#at++;
    return true;
  }

  #expect(letter: string): void {
    if (!this.#accept(letter)) this.#fail();
  }

  #fail(): never {
    throw new SyntaxError(`No JSON at ${this.#at}`);
  }
}

function unquoteText(written: string): string {
  return JSON.parse(written.replace(ESCAPE, oneSurrogate)) as string;
}

const ESCAPE = /\\(?:u[0-9a-fA-F]{4}|.)/gs;

/** An escaped surrogate is the replacement character, also as half of a pair. */
function oneSurrogate(written: string): string {
  return /^\\u[dD][89a-fA-F]/.test(written) ? '\\ufffd' : written;
}

const WORD = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const WHITESPACE = new Set([' ', '\t', '\n', '\r']);
