import type { Manifest } from '../core/manifest';
import type { Clock } from './clock';
import type { Lineage } from './lineage';
import type { Machine } from './machine';
import type { ObjectStore } from './objects';
import type { Progress } from './progress';
import type { Warehouse } from './warehouse';

/** What every use case needs: the project as compiled, and the world behind ports. */
export interface Context {
  readonly manifest: Manifest;
  readonly warehouse: Warehouse;
  readonly objects: ObjectStore;
  readonly clock: Clock;
  readonly machine: Machine;
  readonly progress: Progress;
  /** Absent: nobody wants to hear. */
  readonly lineage?: Lineage;
  /** Aborts when the process is to end: nothing new begins, and a run at work is cancelled. Absent: it is never asked. */
  readonly ending?: AbortSignal;
}

/** What needs no warehouse: the journal, leases, flags. */
export type World = Pick<Context, 'objects' | 'clock' | 'machine'>;
