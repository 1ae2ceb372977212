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
  /** Somebody has taken the holder for dead and taken over: it cannot be renewed any more. */
  readonly lost?: true;
}

export interface StoredLease {
  readonly lease: Lease;
  readonly generation: string;
}

/** A holder that has not renewed for so long is presumed dead, where the machine says nothing else. */
export const LEASE_MS = 60_000;

/** How long a holder may say nothing. */
export const silenceMs = ({ machine }: World): number => machine.silenceMs ?? LEASE_MS;

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

export async function newLease(world: World, run: string): Promise<Lease> {
  const now = world.clock.now();
  return { run, worker: await world.machine.self(), since: now.toISOString(), expires: expiry(world) };
}

export const renewed = (world: World, lease: Lease): Lease => ({ ...lease, expires: expiry(world) });

/** Has it expired, was it taken over, or has the worker ended that held it? */
export async function isDead(world: World, lease: Lease): Promise<boolean> {
  if (lease.lost || lease.expires <= world.clock.now().toISOString()) return true;
  return (await world.machine.isRunning(lease.worker)) === false;
}

/** `process 4711 on host h`, or what else is at work for a run, such as `execution 12-ab`. */
export const workerText = ({ host, pid }: Worker): string => (pid === 0 ? host : `process ${pid} on ${host}`);

const expiry = (world: World): string =>
  new Date(world.clock.now().getTime() + silenceMs(world)).toISOString();
