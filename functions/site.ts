import type { Manifests, StoredManifest } from '../src/engine/active-manifest';
import type { Announcer } from '../src/ports/announcer';
import type { Clock } from '../src/ports/clock';
import type { Context } from '../src/ports/context';
import type { Executions } from '../src/ports/executions';
import type { Lineage } from '../src/ports/lineage';
import type { Machine, Worker } from '../src/ports/machine';
import type { ObjectStore } from '../src/ports/objects';
import type { Secrets } from '../src/ports/secrets';
import type { ReadLimit, Warehouse } from '../src/ports/warehouse';
import type { Callers } from './callers';
import type { Log } from './log';

/** What a function finds around it: the same for all of them, made once for an instance. */
export interface Site {
  readonly project: string;
  readonly region: string;
  /** Name of the bucket where files arrive, as events name it. */
  readonly landing: string;
  /** The warehouse, whose queries read no more than the limit says. */
  readonly warehouse: (limit?: ReadLimit) => Warehouse;
  readonly objects: ObjectStore;
  readonly clock: Clock;
  readonly manifests: Manifests;
  readonly secrets: Secrets;
  readonly executions: Executions & Pick<Machine, 'isRunning'>;
  readonly announcer: Announcer;
  readonly lineage?: Lineage;
  readonly callers: Callers;
  /** For `{env:NAME}` in contracts. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** An execution renews the lease of its run with every step; nothing it does takes longer than this. */
const SILENCE_MS = 900_000;

/** The world of a use case that works for one execution. Only tasks have a limit of what a job may read: files come in whatever their size. */
export function contextOf(
  site: Site,
  { manifest }: StoredManifest,
  log: Log,
  execution = 'function',
): Context {
  const { objects, clock, lineage } = site;
  const warehouse = site.warehouse();
  const progress = (message: string): void => log.write('DEBUG', message);
  const machine = machineOf(site, execution);
  return { manifest, warehouse, objects, clock, machine, progress, ...(lineage && { lineage }) };
}

/** Leases are held by executions: which function renews them does not matter. */
export function machineOf({ executions }: Pick<Site, 'executions'>, execution: string): Machine {
  const self: Worker = { host: `execution ${execution}`, pid: 0, started: '' };
  return {
    silenceMs: SILENCE_MS,
    self: async () => self,
    isRunning: (worker) => executions.isRunning(worker),
  };
}
