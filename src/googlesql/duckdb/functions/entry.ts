/** The shape of the function table: one line for each function, which says what BigQuery does and DuckDB does not. */
import { remedyFor, type TypeKind } from '../../types';
import type { Aggregate, AggregateCall, Call } from './call';

export interface Entry<C extends Call = Call, Sql = string> {
  /** What BigQuery does and the DuckDB function of that name does not; empty where they agree. */
  readonly differs: string;
  readonly sql: (call: C) => Sql;
  /** `SAFE.F` needs no TRY around it: the SQL gives NULL where F fails. */
  readonly safeByItself?: boolean;
}

export type Entries = Readonly<Record<string, Entry>>;
export type AggregateEntries = Readonly<Record<string, Entry<AggregateCall, Aggregate>>>;

export function differs(how: string, sql: (call: Call) => string): Entry {
  return { differs: how, sql };
}

/** DuckDB has the same function under this name. */
export function same(name: string): Entry {
  return { differs: '', sql: (c) => `${name}(${c.args.join(', ')})` };
}

/** A macro of our library does it. */
export function macro(name: string, how: string): Entry {
  return { differs: how, sql: (c) => c.macro(name, ...c.args) };
}

/** The same operator, between two or more operands. */
export function operator(symbol: string): Entry {
  return { differs: '', sql: (c) => `(${c.args.join(` ${symbol} `)})` };
}

/** The SQL of a call, also of `SAFE.F`. */
export function entrySql(entry: Entry, c: Call): string {
  const sql = entry.sql(c);
  return c.safe && !entry.safeByItself ? c.tried(sql) : sql;
}

type ByType = Readonly<Partial<Record<TypeKind, Entry>>>;

/** Another SQL for each type of the first argument. */
export function byType(entries: ByType, how = ''): Entry {
  const notes = Object.values(entries).map((entry) => entry.differs);
  return {
    differs: how || [...new Set(notes.filter(Boolean))].join('; '),
    sql: (c) => {
      const kind = c.kind(0);
      const entry = kind && entries[kind];
      return entry ? entrySql(entry, c) : refuseKind(c, kind);
    },
    safeByItself: true,
  };
}

function refuseKind(c: Call, kind: TypeKind | undefined): never {
  return c.refuse(`on ${kind} is not supported`, remedyFor(kind).replace(/\.$/, ''));
}

/** Only for arguments of these types. */
export function only(kinds: readonly TypeKind[], entry: Entry): Entry {
  return {
    ...entry,
    sql: (c) => {
      const other = c.kinds.find((kind) => !kinds.includes(kind));
      return other ? refuseKind(c, other) : entry.sql(c);
    },
  };
}
