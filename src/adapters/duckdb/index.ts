import { type DuckDBConnection, StatementType } from '@duckdb/node-api';
import type { BoundStatement } from '../../core/types';
import {
  type Estimate,
  type JobResult,
  type LoadRequest,
  type QueryOptions,
  type QueryResult,
  type Structure,
  type Warehouse,
  WarehouseError,
} from '../../ports/warehouse';
import { bind, bindQuery } from './bind';
import { Database, type DuckdbOptions } from './database';
import { estimateRows } from './estimate';
import { inWarehouseTerms } from './failures';
import { checkJobId, inTransaction, startOrFind } from './jobs';
import { loadCleanFile } from './load';
import { isPrepared, recordPrepared } from './prepared';
import { toQueryResult } from './results';
import { dropScratch, isTable } from './scratch';
import { createStructure } from './structure';
import { tableReference } from './tables';
import { type Turn, Turns } from './turns';

export type { DuckdbOptions } from './database';

/**
 * A warehouse in a DuckDB file, held by one process at a time.
 *
 * Calls may overlap: transactions (`execute`, `load`, `prepare`) take turns on one connection in the order of the
 * calls, queries run beside them on connections of their own and see what was committed before they began.
 * @throws {WarehouseError} `transient` while another process holds the file
 */
export async function openDuckdb(options: DuckdbOptions): Promise<Warehouse> {
  return new DuckdbWarehouse(await Database.open(options));
}

/** No job id looks like this. */
const PREPARE = 'prepare()';
const DISCARD = 'discard()';

const CHANGES_ROWS: ReadonlySet<StatementType> = new Set([
  StatementType.INSERT,
  StatementType.UPDATE,
  StatementType.DELETE,
  StatementType.MERGE_INTO,
]);

interface Job {
  readonly job: string;
  readonly work: (turn: Turn) => Promise<readonly number[]>;
  /** Whether what it made is still there; absent: it is. */
  readonly isThere?: () => Promise<boolean>;
  /** It only carries rows of a file on. */
  readonly carriesOn: boolean;
}

class DuckdbWarehouse implements Warehouse {
  readonly #database: Database;
  readonly #turns = new Turns();
  /** Tables that were loaded from files, as SQL names them. */
  readonly #loaded = new Set<string>();
  #closing: Promise<void> | null = null;

  constructor(database: Database) {
    this.#database = database;
  }

  async query(bound: BoundStatement, { signal }: QueryOptions = {}): Promise<QueryResult> {
    this.#refuseIfClosed();
    const sql = bindQuery(bound);
    return inWarehouseTerms(() =>
      this.#database.read((reader) => untilAborted(reader, signal, () => runQuery(reader, sql))),
    );
  }

  async execute(job: string, statements: readonly BoundStatement[]): Promise<JobResult> {
    const texts = statements.map(bind);
    const work = async (turn: Turn): Promise<readonly number[]> => {
      const affected: number[] = [];
      for (const statement of texts) affected.push(await this.#change(turn, statement));
      return affected;
    };
    const carriesOn = texts.flat().some((sql) => [...this.#loaded].some((table) => sql.includes(table)));
    return this.#startOrFind({ job, work, carriesOn });
  }

  async load(job: string, request: LoadRequest): Promise<JobResult> {
    const { writer } = this.#database;
    this.#loaded.add(tableReference(request.table));
    const work = async (): Promise<readonly number[]> => [await loadCleanFile(writer, request)];
    const isThere = () => isTable(writer, request.table);
    return this.#startOrFind({ job, work, isThere, carriesOn: true });
  }

  async estimate(bound: BoundStatement): Promise<Estimate> {
    this.#refuseIfClosed();
    const statements = bind(bound);
    return inWarehouseTerms(() => this.#database.read((reader) => estimateRows(reader, statements)));
  }

  async prepare(structure: Structure): Promise<void> {
    this.#refuseIfClosed();
    const { writer } = this.#database;
    if (await this.#database.read((reader) => isPrepared(reader, structure))) return;
    const create = async (): Promise<void> => {
      await createStructure(writer, structure);
      await recordPrepared(writer, structure);
    };
    const work = (turn: Turn) => inTransaction(writer, turn, create);
    return inWarehouseTerms(() => this.#turns.take(PREPARE, work));
  }

  async discard(tasks: readonly string[]): Promise<void> {
    this.#refuseIfClosed();
    const { writer } = this.#database;
    const drop = async (): Promise<void> => {
      for (const table of await dropScratch(writer, tasks)) this.#loaded.delete(table);
    };
    return inWarehouseTerms(() => this.#turns.take(DISCARD, (turn) => inTransaction(writer, turn, drop)));
  }

  async cancel(job: string): Promise<void> {
    await this.#turns.cancel(job, () => this.#database.writer.interrupt());
  }

  /** Waits for what runs. Safe to call twice. */
  close(): Promise<void> {
    this.#closing ??= this.#turns.idle().then(() => inWarehouseTerms(() => this.#database.close()));
    return this.#closing;
  }

  async #startOrFind({ job, work, isThere, carriesOn }: Job): Promise<JobResult> {
    this.#refuseIfClosed();
    checkJobId(job);
    const { writer } = this.#database;
    return this.#turns.take(job, (turn) => {
      const done = () => startOrFind(writer, turn, () => work(turn), isThere);
      return carriesOn ? this.#database.stream(done) : done();
    });
  }

  async #change(turn: Turn, statement: readonly string[]): Promise<number> {
    let rows = 0;
    for (const sql of statement) {
      turn.check();
      const result = await this.#database.writer.run(sql);
      if (CHANGES_ROWS.has(result.statementType)) rows += result.rowsChanged;
    }
    return rows;
  }

  #refuseIfClosed(): void {
    if (this.#closing) throw new WarehouseError('invalid', 'The warehouse is closed; open it again.');
  }
}

const INTERRUPT_EVERY_MS = 20;

/** Again and again: an interrupt before the statement has begun would be lost. */
async function untilAborted<T>(
  reader: DuckDBConnection,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  if (signal?.aborted) throw new WarehouseError('cancelled', 'The query was given up before it began.');
  let interrupting: NodeJS.Timeout | undefined;
  const interrupt = (): void => {
    interrupting = setInterval(() => reader.interrupt(), INTERRUPT_EVERY_MS);
  };
  signal?.addEventListener('abort', interrupt, { once: true });
  try {
    return await work();
  } finally {
    signal?.removeEventListener('abort', interrupt);
    clearInterval(interrupting);
  }
}

async function runQuery(reader: DuckDBConnection, sql: string): Promise<QueryResult> {
  const prepared = await reader.prepare(sql);
  try {
    if (prepared.statementType === StatementType.SELECT) return await toQueryResult(await prepared.run());
    throw new WarehouseError('invalid', 'A query only reads; run statements that change something as a job.');
  } finally {
    prepared.destroySync();
  }
}
