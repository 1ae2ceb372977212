import type { World } from '../ports/context';
import type { Worker } from '../ports/machine';
import type { ObjectInfo } from '../ports/objects';
import { findJson, unless } from './json-object';

/** The right to be at work on something, for a while. */
export interface Lease {
  readonly run: string;
  readonly worker: Worker;
  /** ISO instants. */
  readonly since: string;
  readonly expires: string;
}

export interface StoredLease {
  readonly lease: Lease;
  readonly generation: string;
}

/** A holder that has not renewed for so long is presumed dead. */
export const LEASE_MS = 60_000;

export async function readLease({ objects }: World, name: string): Promise<StoredLease | null> {
  const found = await findJson(objects, name);
  return found && { lease: found.content as Lease, generation: found.generation };
}

/** Creates the lease, or replaces that generation of it; `null` when somebody else was faster. */
export async function writeLease(
  { objects }: World,
  name: string,
  lease: Lease,
  ifGeneration: string,
): Promise<StoredLease | null> {
  const body = JSON.stringify(lease);
  const written: ObjectInfo | null = await unless(
    'precondition',
    objects.write('journal', name, body, { ifGeneration }),
  );
  return written && { lease, generation: written.generation };
}

/** A lease that is somebody else's by now stays. */
export async function deleteLease(
  { objects }: World,
  name: string,
  { generation }: StoredLease,
): Promise<void> {
  await unless('precondition', objects.delete('journal', name, { ifGeneration: generation }));
}

export async function newLease({ clock, machine }: World, run: string): Promise<Lease> {
  const now = clock.now();
  return { run, worker: await machine.self(), since: now.toISOString(), expires: expiry(now) };
}

export const renewed = ({ clock }: World, lease: Lease): Lease => ({
  ...lease,
  expires: expiry(clock.now()),
});

/** Has it expired, or has the process ended that held it? */
export async function isDead(world: World, lease: Lease): Promise<boolean> {
  if (lease.expires <= world.clock.now().toISOString()) return true;
  return (await world.machine.isRunning(lease.worker)) === false;
}

const expiry = (now: Date): string => new Date(now.getTime() + LEASE_MS).toISOString();
