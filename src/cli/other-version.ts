import { UsageError } from './exit';

/** The warehouse was made by an Écluse whose own tables look different. */
export const otherVersion = (what: string): UsageError =>
  new UsageError(
    `The local warehouse does not fit this version of Écluse: ${what}\nDelete .ecluse/warehouse.duckdb and run again: what has landed is brought in anew.`,
  );
