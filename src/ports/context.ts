import type { Manifest } from '../core/manifest';
import type { Clock } from './clock';
import type { ObjectStore } from './objects';
import type { Progress } from './progress';
import type { Warehouse } from './warehouse';

/** What every use case needs: the project as compiled, and the world behind ports. */
export interface Context {
  readonly manifest: Manifest;
  readonly warehouse: Warehouse;
  readonly objects: ObjectStore;
  readonly clock: Clock;
  readonly progress: Progress;
}
