import type { DuckDBConnection } from '@duckdb/node-api';

/** What carrying rows from a file into tables needs at most. */
const SMALL = '400MB';

/**
 * The memory limit, which DuckDB has once for all connections. While a file is brought in it is small, however large
 * the file: DuckDB would fill all memory with blocks that nobody reads again. Queries that run at the same time have
 * the usual memory.
 */
export class Memory {
  #streaming = false;
  #queries = 0;
  #isSmall = false;
  #changes: Promise<void> = Promise.resolve();

  /** @param connection on which nothing else runs; one at a time */
  async streaming<T>(connection: DuckDBConnection, work: () => Promise<T>): Promise<T> {
    this.#streaming = true;
    try {
      await this.#adjust(connection);
      return await work();
    } finally {
      this.#streaming = false;
      await this.#adjust(connection);
    }
  }

  /** @param connection on which nothing else runs */
  async querying<T>(connection: DuckDBConnection, work: () => Promise<T>): Promise<T> {
    this.#queries++;
    try {
      await this.#adjust(connection);
      return await work();
    } finally {
      this.#queries--;
      await this.#adjust(connection);
    }
  }

  /** One after the other, each by what is true when its turn comes. */
  #adjust(connection: DuckDBConnection): Promise<void> {
    const change = this.#changes.then(() => this.#change(connection));
    this.#changes = change.catch(() => undefined);
    return change;
  }

  async #change(connection: DuckDBConnection): Promise<void> {
    const small = this.#streaming && this.#queries === 0;
    if (small === this.#isSmall) return;
    this.#isSmall = await (small ? shrunk(connection) : restored(connection));
  }
}

async function restored(connection: DuckDBConnection): Promise<false> {
  await connection.run('RESET memory_limit');
  return false;
}

/** Where more is in use and cannot be given back, memory stays as it is. */
async function shrunk(connection: DuckDBConnection): Promise<boolean> {
  try {
    await connection.run(`SET memory_limit = '${SMALL}'`);
    return true;
  } catch {
    return false;
  }
}
