/** Made-up rows, as GoogleSQL: small pools so that joins and windows find something, and now and then an edge. */
import { parseType, printType, type SqlType } from '../../../../src/googlesql/types';
import { EDGES } from '../edges';
import type { Vocabulary } from './vocabulary';

export interface Field {
  readonly name: string;
  readonly type: string;
  /** A column of text that a contract reads as this type. */
  readonly textOf?: { readonly type: string; readonly format?: string | undefined };
}

export interface RowOptions {
  readonly seed: number;
  /** Share of values (0..1) from the edges: extremes, malformed text, NaN. */
  readonly edges: number;
  /** Share of values that are NULL. */
  readonly nulls: number;
  /** Texts that the project's SQL compares a column with, by column name. */
  readonly vocabulary: Vocabulary;
}

/** The half-open window that every statement is run for; most dates fall into it, clocks change on its second day. */
export const WINDOW = { start: "DATE '2026-03-28'", end: "DATE '2026-03-31'" };
export const WINDOW_DATES = ['2026-03-28', '2026-03-29', '2026-03-30'].map((day) => `DATE '${day}'`);

const DATES = [...WINDOW_DATES, ...WINDOW_DATES, ...WINDOW_DATES, "DATE '2026-03-27'", "DATE '2024-02-29'"];
const CLOCKS = ['00:30:00', '01:00:00', '08:15:30', '12:00:00', '21:59:59.999999', '22:00:00', '23:30:00'];

const POOLS: Readonly<Record<string, readonly string[]>> = {
  BOOL: ['TRUE', 'FALSE'],
  INT64: ['0', '1', '1', '2', '3', '5', '8', '12', '-1'],
  FLOAT64: ['0.0', '0.5', '1.25', '19.99', '-2.5'],
  NUMERIC: ['0', '1', '2.5', '19.99', '7.333333333', '-3.25'].map((digits) => `NUMERIC '${digits}'`),
  DATE: DATES,
  DATETIME: civilTimes('DATETIME', ''),
  TIMESTAMP: civilTimes('TIMESTAMP', '+00'),
  TIME: CLOCKS.map((clock) => `TIME '${clock}'`),
  BYTES: ["b''", "b'abc'"],
};

const EDGE_LETTERS: Readonly<Record<string, string>> = {
  INT64: 'i',
  FLOAT64: 'f',
  NUMERIC: 'n',
  DATE: 'd',
  DATETIME: 'l',
  TIMESTAMP: 't',
};

function civilTimes(type: string, zone: string): readonly string[] {
  const days = ['2026-03-28', '2026-03-29', '2026-03-30'];
  return days.flatMap((day) => CLOCKS.map((clock) => `${type} '${day} ${clock}${zone}'`));
}

export class RowMaker {
  #state: number;
  #counter = 0;

  constructor(private readonly options: RowOptions) {
    this.#state = options.seed;
  }

  /** A query that gives `count` rows. */
  table(fields: readonly Field[], count: number): string {
    const types = fields.map(({ name, type }) => `\`${name}\` ${type}`).join(', ');
    const rows = Array.from({ length: count }, () => `(${this.#row(fields)})`);
    return `SELECT * FROM UNNEST(ARRAY<STRUCT<${types}>>[${rows.join(',\n')}])`;
  }

  /** One literal; `name` decides from which pool text comes. */
  value(type: string, name: string): string {
    return this.#typed(parseType(type), name);
  }

  #row(fields: readonly Field[]): string {
    this.#counter++;
    return fields.map((field) => this.#field(field)).join(', ');
  }

  #field({ name, type, textOf }: Field): string {
    return textOf ? this.#textOf(textOf.type, textOf.format, name) : this.#typed(parseType(type), name);
  }

  #typed(type: SqlType, name: string): string {
    if (type.kind === 'ARRAY') return this.#array(type, name);
    if (type.kind === 'STRUCT') return `STRUCT<${structFields(type)}>(${this.#members(type)})`;
    if (/^_?line$/.test(name)) return String(this.#counter);
    if (this.#happens(this.options.nulls)) return `CAST(NULL AS ${type.kind})`;
    return type.kind === 'STRING' ? this.#text(name) : this.#scalar(type.kind);
  }

  #array(type: SqlType & { kind: 'ARRAY' }, name: string): string {
    const count = this.#pick([0, 0, 1, 2]);
    const items = Array.from({ length: count }, () => this.#typed(type.element, name));
    return `CAST([${items.join(', ')}] AS ${printType(type)})`;
  }

  #members(type: SqlType & { kind: 'STRUCT' }): string {
    return type.fields.map((field) => this.#typed(field.type, field.name)).join(', ');
  }

  #scalar(kind: string): string {
    const edges = EDGES[EDGE_LETTERS[kind] ?? ''];
    if (edges && this.#happens(this.options.edges)) return this.#pick(edges);
    return this.#pick(POOLS[kind] ?? [`CAST(NULL AS ${kind})`]);
  }

  #text(name: string): string {
    if (this.#happens(this.options.edges)) return this.#pick(EDGES.s ?? []);
    const known = this.options.vocabulary.get(name) ?? [];
    const own = known.length > 0 && this.#happens(0.9) ? known : ['1', '2', '3'].map((n) => `'${name}-${n}'`);
    return this.#pick(own);
  }

  /** Text from which the contract reads a value, or does not. */
  #textOf(type: string, format: string | undefined, name: string): string {
    if (this.#happens(this.options.nulls)) return 'CAST(NULL AS STRING)';
    if (type === 'STRING') return this.#text(name);
    if (this.#happens(this.options.edges)) return this.#pick([...(EDGES.m ?? []), ...(EDGES.c ?? [])]);
    const value = this.#pick(POOLS[type] ?? ["''"]);
    return format ? `FORMAT_${type}(r'${format}', ${value})` : `CAST(${value} AS STRING)`;
  }

  #happens(share: number): boolean {
    return this.#random() < share;
  }

  #pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.#random() * items.length)] as T;
  }

  /** A linear congruential generator: the same rows each time. */
  #random(): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return this.#state / 2 ** 32;
  }
}

function structFields(type: SqlType & { kind: 'STRUCT' }): string {
  return type.fields.map(({ name, type: of }) => `\`${name}\` ${printType(of)}`).join(', ');
}
