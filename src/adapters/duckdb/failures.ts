import { types } from 'node:util';
import { WarehouseError, type WarehouseErrorKind } from '../../ports/warehouse';

/** `Conversion Error: Could not convert …`: DuckDB's class of error, then what it says. */
const CLASSIFIED = /^(?<group>[A-Za-z -]+?) Error: (?<text>[\s\S]*)$/;

/** The statement again with a caret below, and links: nobody who reads the message has seen that SQL. */
const NOISE = [/\n+LINE \d+:[\s\S]*$/, /\s*See also https:\S*/g, /\n+Candidate bindings:[^\n]*/g];

/** A file of something else, or of a newer DuckDB; it will not get better. */
const UNREADABLE_FILE = /not a valid DuckDB database file|version number/;

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return types.isNativeError(error) ? error.message : String(error);
}

/** What went wrong in the terms of the port. Errors that are not DuckDB's pass through. */
export function asWarehouseError(error: unknown): unknown {
  if (error instanceof WarehouseError || !types.isNativeError(error)) return error;
  const { group, text } = CLASSIFIED.exec(error.message)?.groups ?? {};
  if (group === undefined || text === undefined) return error;
  return new WarehouseError(kindOf(group, text), quieten(group, text), { cause: error });
}

/** Runs DuckDB's part of a call. @throws {WarehouseError} */
export async function inWarehouseTerms<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asWarehouseError(error);
  }
}

function kindOf(group: string, text: string): WarehouseErrorKind {
  if (text.startsWith('assertion failed')) return 'assertion';
  if (group === 'INTERRUPT') return 'cancelled';
  if (group === 'TransactionContext' && /conflict/i.test(text)) return 'conflict';
  if (group === 'Catalog' && /^(Table|View|Schema) with name .* does not exist/.test(text))
    return 'not_found';
  if (text.startsWith('No files found that match')) return 'not_found';
  if (UNREADABLE_FILE.test(text)) return 'invalid';
  return ['IO', 'Out of Memory', 'FATAL', 'Connection'].includes(group) ? 'transient' : 'invalid';
}

function quieten(group: string, text: string): string {
  if (group === 'INTERRUPT') return 'The statement was interrupted: somebody cancelled its job.';
  return NOISE.reduce((message, noise) => message.replace(noise, ''), text).trim();
}
