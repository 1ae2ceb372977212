import { setTimeout as sleep } from 'node:timers/promises';
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
import { recordedAddress } from './address';
import { Guest, Moved } from './guest';
import { Holder } from './holder';

export interface SharedWarehouseOptions {
  /** Folder of the local state, the same for all who share. */
  readonly folder: string;
  /** Opens the warehouse itself. @throws {WarehouseError} `transient` while another process holds it */
  open(): Promise<Warehouse>;
}

/** Time for a holder to begin to answer after it has opened the warehouse, or for a foreign one to let go. */
const PATIENCE_MS = 4000;
const LOOK_EVERY_MS = 25;

/**
 * A warehouse that only one process can open, for several at once: the first one opens it and answers the others
 * through a socket. When it closes, calls go to whoever opens the warehouse next; calls that it has begun it ends
 * first. When it dies, calls under way fail as `transient`, and the next call opens the warehouse anew.
 * @throws {WarehouseError} `transient` while a process holds it that does not answer
 */
export async function openShared(options: SharedWarehouseOptions): Promise<Warehouse> {
  const shared = new SharedWarehouse(options);
  await shared.enter();
  return shared;
}

type Door = Holder | Guest;

class SharedWarehouse implements Warehouse {
  private door: Promise<Door> | undefined;
  private closing: Promise<void> | undefined;

  constructor(private readonly options: SharedWarehouseOptions) {}

  query(bound: BoundStatement, options?: QueryOptions): Promise<QueryResult> {
    return this.ask((warehouse) => warehouse.query(bound, options));
  }

  execute(job: string, statements: readonly BoundStatement[]): Promise<JobResult> {
    return this.ask((warehouse) => warehouse.execute(job, statements));
  }

  load(job: string, request: LoadRequest): Promise<JobResult> {
    return this.ask((warehouse) => warehouse.load(job, request));
  }

  estimate(bound: BoundStatement): Promise<Estimate> {
    return this.ask((warehouse) => warehouse.estimate(bound));
  }

  prepare(structure: Structure): Promise<void> {
    return this.ask((warehouse) => warehouse.prepare(structure));
  }

  discard(tasks: readonly string[]): Promise<void> {
    return this.ask((warehouse) => warehouse.discard(tasks));
  }

  cancel(job: string): Promise<void> {
    return this.ask((warehouse) => warehouse.cancel(job));
  }

  close(): Promise<void> {
    this.closing ??= (this.door ?? Promise.resolve(null)).then(
      (door) => door?.close(),
      () => undefined,
    );
    return this.closing;
  }

  /** The way in: the one that is open, or a new one for all who come at once. */
  async enter(): Promise<Door> {
    if (this.closing) throw new WarehouseError('invalid', 'The warehouse is closed; open it again.');
    const known = this.door;
    const door = await known?.catch(() => undefined);
    if (door && !(door instanceof Guest && door.isGone)) return door;
    if (this.door === known) this.door = this.openOrJoin();
    return this.door ?? this.enter();
  }

  private async ask<T>(call: (warehouse: Warehouse) => Promise<T>): Promise<T> {
    for (;;) {
      const door = await this.enter();
      try {
        return await call(door instanceof Holder ? door.warehouse : door);
      } catch (error) {
        if (!(error instanceof Moved)) throw error;
      }
    }
  }

  private async openOrJoin(): Promise<Door> {
    const { open, folder } = this.options;
    for (const until = Date.now() + PATIENCE_MS; ; await sleep(LOOK_EVERY_MS)) {
      try {
        return await Holder.of(await open(), folder);
      } catch (error) {
        if (!(error instanceof WarehouseError && error.kind === 'transient')) throw error;
        const address = await recordedAddress(folder);
        const guest = address === null ? null : await Guest.at(address);
        if (guest) return guest;
        if (Date.now() >= until) throw error;
      }
    }
  }
}
