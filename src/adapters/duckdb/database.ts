import { mkdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { prepareSession } from '../../googlesql/duckdb/runtime';
import { WarehouseError } from '../../ports/warehouse';
import { asWarehouseError, messageOf } from './failures';
import { createJobTable } from './jobs';
import { Memory } from './memory';
import { createPreparedTable } from './prepared';

export interface DuckdbOptions {
  /** The database file, created with its folder when missing; `:memory:` for one that is never saved. */
  readonly path: string;
  /** Default: one per core. */
  readonly threads?: number;
}

/** Calls to DuckDB run on Node's four worker threads: one transaction, two queries, and one left for files. */
const READERS = 2;

/** DuckDB's lock holds between processes only; two instances in one process would corrupt the file. */
const openHere = new Set<string>();

/**
 * An open database: one connection on which transactions take turns, and a few for queries, which see what was
 * committed before they began, also while a transaction is open.
 */
export class Database {
  readonly #instance: DuckDBInstance;
  readonly #file: string;
  readonly #memory: Memory;
  readonly #idle: DuckDBConnection[];
  readonly #waiting: ((reader: DuckDBConnection) => void)[] = [];
  readonly writer: DuckDBConnection;

  private constructor(
    instance: DuckDBInstance,
    file: string,
    memory: Memory,
    writer: DuckDBConnection,
    readers: DuckDBConnection[],
  ) {
    this.#instance = instance;
    this.#file = file;
    this.#memory = memory;
    this.writer = writer;
    this.#idle = readers;
  }

  /** @throws {WarehouseError} `transient` while another process holds the file */
  static async open(options: DuckdbOptions): Promise<Database> {
    const file = await claim(options.path);
    let instance: DuckDBInstance | undefined;
    try {
      instance = await createInstance(file, options);
      const writer = await connect(instance);
      await createJobTable(writer);
      await createPreparedTable(writer);
      const readers = [];
      while (readers.length < READERS) readers.push(await connect(instance));
      return new Database(instance, file, new Memory(), writer, readers);
    } catch (error) {
      instance?.closeSync();
      openHere.delete(file);
      throw asWarehouseError(error);
    }
  }

  /** Runs a query on a connection of its own, when one is free. */
  async read<T>(work: (reader: DuckDBConnection) => Promise<T>): Promise<T> {
    const reader = await this.#take();
    try {
      return await this.#memory.querying(reader, () => work(reader));
    } finally {
      const next = this.#waiting.shift();
      if (next) next(reader);
      else this.#idle.push(reader);
    }
  }

  /** Work of the writer that only carries rows on, in little memory. */
  stream<T>(work: () => Promise<T>): Promise<T> {
    return this.#memory.streaming(this.writer, work);
  }

  /** Writes everything into the database file, waits for queries that run, and lets go of the file. */
  async close(): Promise<void> {
    const readers = await Promise.all(Array.from({ length: READERS }, () => this.#take()));
    try {
      await this.writer.run('CHECKPOINT');
    } finally {
      for (const connection of [...readers, this.writer]) connection.closeSync();
      this.#instance.closeSync();
      openHere.delete(this.#file);
    }
  }

  #take(): Promise<DuckDBConnection> {
    const reader = this.#idle.pop();
    return reader ? Promise.resolve(reader) : new Promise((resolve) => this.#waiting.push(resolve));
  }
}

async function claim(requested: string): Promise<string> {
  if (requested === ':memory:') return requested;
  const folder = path.dirname(path.resolve(requested));
  await mkdir(folder, { recursive: true });
  const file = path.join(await realpath(folder), path.basename(requested));
  if (openHere.has(file)) throw inUse(file, `this process (${process.pid})`);
  openHere.add(file);
  return file;
}

/** DuckDB tells the process on most systems. */
const LOCKED = /Could not set lock on file[\s\S]*?(?:\(PID (?<pid>\d+)\)|$)/;

async function createInstance(file: string, options: DuckdbOptions): Promise<DuckDBInstance> {
  const settings: Record<string, string> = {
    autoinstall_known_extensions: 'false',
    // Rows of a table have no order in GoogleSQL. Keeping one leaves half-filled row groups behind when threads insert
    // side by side, and the next checkpoint then writes the whole table once more.
    preserve_insertion_order: 'false',
    // Each thread writes a row group as soon as it is full, instead of holding five of them.
    write_buffer_row_group_count: '1',
    // The oldest format is the default; the newest compresses text in two thirds of the time.
    storage_compatibility_version: 'latest',
  };
  if (options.threads !== undefined) settings.threads = String(options.threads);
  try {
    return await DuckDBInstance.create(file, settings);
  } catch (error) {
    const lock = LOCKED.exec(messageOf(error));
    if (lock) throw inUse(file, lock.groups?.pid ? `process ${lock.groups.pid}` : 'another process');
    throw error;
  }
}

function inUse(file: string, holder: string): WarehouseError {
  const message = `The database ${file} is held by ${holder}; one process at a time can open it. Wait for it or end it.`;
  return new WarehouseError('transient', message);
}

async function connect(instance: DuckDBInstance): Promise<DuckDBConnection> {
  const connection = await instance.connect();
  await prepareSession(connection);
  return connection;
}
