import { backoff } from '../ingest/collect/waits';
import type { World } from '../ports/context';
import {
  deleteLease,
  isDead,
  type Lease,
  newLease,
  readLease,
  renewed,
  type StoredLease,
  silenceMs,
  workerText,
  writeLease,
} from './lease';

/** A claim on a model counts as long as the lease of the run that holds it: only that one is renewed. */
const CLAIMS = 'leases/';
const claimName = (model: string): string => `${CLAIMS}${model}.json`;

/** Runs that have begun and not ended; what is left here by the dead is found without reading all history. */
const OPEN = 'open/';
const openName = (run: string): string => `${OPEN}${run}.json`;

export interface Holding {
  /** The model. */
  readonly model: string;
  readonly lease: Lease;
}

/** Somebody else is at work on models that this run would publish. */
export class LeaseHeld extends Error {
  override readonly name = 'LeaseHeld';
  constructor(readonly holdings: readonly Holding[]) {
    super(`${holdingsText(holdings)}\nWait for it, or end it with ecluse cancel RUN.`);
  }
}

/** `Run R holds silver.a, silver.b since T (process 4711 on host h).`, a line for each run. */
export function holdingsText(holdings: readonly Holding[]): string {
  const runs = [...new Set(holdings.map(({ lease }) => lease.run))];
  return runs
    .map((run) => {
      const own = holdings.filter(({ lease }) => lease.run === run);
      const models = own.map(({ model }) => model).join(', ');
      const { worker, since } = (own[0] as Holding).lease;
      return `Run ${run} holds ${models} since ${since} (${workerText(worker)}).`;
    })
    .join('\n');
}

/**
 * Takes the lease of the run and claims all its models, or none of them. A run that holds them already keeps them.
 * @throws {LeaseHeld}
 */
export async function takeLeases(world: World, run: string, models: readonly string[]): Promise<HeldLeases> {
  const held = new HeldLeases(world, run, models);
  const refused = await held.take();
  if (refused.length === 0) return held;
  await held.release();
  throw new LeaseHeld(refused);
}

/** What a run holds while it works, whichever process works for it. */
export class HeldLeases {
  private readonly models: readonly string[];
  /** ISO instant, as far as this process knows; empty: it has not looked. */
  private expires = '';

  constructor(
    private readonly world: World,
    private readonly run: string,
    models: readonly string[],
  ) {
    this.models = [...new Set(models)].sort();
  }

  /** @returns who holds models instead */
  async take(): Promise<Holding[]> {
    const lease = await newLease(this.world, this.run);
    await replaceOwn(this.world, openName(this.run), lease);
    this.expires = lease.expires;
    const refused: Holding[] = [];
    for (const model of this.models) {
      const other = await claim(this.world, model, lease);
      if (other) refused.push({ model, lease: other });
    }
    return refused;
  }

  /** Also where this process has not looked yet. */
  isDueForRenewal(): boolean {
    return this.expires === '' || this.isDue(this.expires);
  }

  /**
   * Many processes may work for one run, and a store takes one write a second of the same object: the lease is
   * written only when it is due, and whoever loses a race waits a while before it looks again.
   * @returns false when the run was closed, or what it held is somebody else's by now
   */
  async renew(): Promise<boolean> {
    for (let attempt = 1; ; attempt++) {
      const current = await readLease(this.world, openName(this.run));
      if (!current || current.lease.lost) return false;
      this.expires = current.lease.expires;
      if (!this.isDue(current.lease.expires)) return true;
      const next = renewed(this.world, current.lease);
      if (await writeLease(this.world, openName(this.run), next, current.generation)) {
        this.expires = next.expires;
        return true;
      }
      await this.world.clock.sleep(backoff(attempt, this.world.clock));
    }
  }

  private isDue(expires: string): boolean {
    const left = Date.parse(expires) - this.world.clock.now().getTime();
    return left < (silenceMs(this.world) * 2) / 3;
  }

  /** The lease of the run goes last: as long as it is there, others can be found. */
  release(): Promise<void> {
    return dropLeases(this.world, this.run, this.models);
  }
}

/** The lease of a run is nobody else's: what is there is an earlier one of its own. */
async function replaceOwn(world: World, name: string, lease: Lease): Promise<void> {
  for (;;) {
    const current = await readLease(world, name);
    if (await writeLease(world, name, lease, current?.generation ?? '0')) return;
  }
}

/** @returns who has it instead */
async function claim(world: World, model: string, lease: Lease): Promise<Lease | null> {
  for (;;) {
    const current = await readLease(world, claimName(model));
    if (current?.lease.run === lease.run) return null;
    if (current && !(await takeFromDead(world, current.lease))) return current.lease;
    if (await writeLease(world, claimName(model), lease, current?.generation ?? '0')) return null;
  }
}

/** A dead run is told first that it has lost what it held, so that it cannot wake up and go on. */
async function takeFromDead(world: World, { run }: Lease): Promise<boolean> {
  for (;;) {
    const open = await readLease(world, openName(run));
    if (!open || open.lease.lost) return true;
    if (!(await isDead(world, open.lease))) return false;
    if (await writeLease(world, openName(run), { ...open.lease, lost: true }, open.generation)) return true;
  }
}

/** Who is at work on what. */
export async function holdings(world: World): Promise<Holding[]> {
  const found: Holding[] = [];
  for await (const { name } of world.objects.list('journal', CLAIMS)) {
    const stored = await readLease(world, name);
    const open = stored && (await readLease(world, openName(stored.lease.run)));
    if (open && !(await isDead(world, open.lease)))
      found.push({ model: name.slice(CLAIMS.length, -'.json'.length), lease: stored.lease });
  }
  return found;
}

/** Runs that have begun and whose worker has died since. */
export async function deadRuns(world: World): Promise<Lease[]> {
  const dead: Lease[] = [];
  for await (const { name } of world.objects.list('journal', OPEN)) {
    const stored = await readLease(world, name);
    if (stored && (await isDead(world, stored.lease))) dead.push(stored.lease);
  }
  return dead;
}

/** Gives back what a run holds, or takes it away from a dead one. */
export async function dropLeases(world: World, run: string, models: readonly string[]): Promise<void> {
  for (const name of [...models.map(claimName), openName(run)]) {
    const stored: StoredLease | null = await readLease(world, name);
    if (stored?.lease.run === run) await deleteLease(world, name, stored);
  }
}
