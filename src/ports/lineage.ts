import type { Naming } from '../core/lineage/build';
import type { RunEvent } from '../core/lineage/event';

/** A catalog that wants to hear what is made of what. */
export interface Lineage {
  readonly naming: Naming;
  /** @throws when it cannot be reached; nobody waits for it */
  emit(event: RunEvent): Promise<void>;
}
