import type { World } from '../ports/context';
import {
  deleteLease,
  isDead,
  type Lease,
  newLease,
  readLease,
  renewed,
  type StoredLease,
  writeLease,
} from './lease';

const LEASES = 'leases/';
const modelLease = (model: string): string => `${LEASES}${model}.json`;

/** Runs that have begun and not ended; what is left here by the dead is found without reading all history. */
const OPEN = 'open/';
const openLease = (run: string): string => `${OPEN}${run}.json`;

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
      return `Run ${run} holds ${models} since ${since} (process ${worker.pid} on ${worker.host}).`;
    })
    .join('\n');
}

/** Takes the leases of the run and of all its models, or of none. @throws {LeaseHeld} */
export async function takeLeases(world: World, run: string, models: readonly string[]): Promise<HeldLeases> {
  const lease = await newLease(world, run);
  const held = new HeldLeases(world);
  const refused: Holding[] = [];
  for (const model of [...new Set(models)].sort()) {
    const other = await held.take(modelLease(model), lease);
    if (other) refused.push({ model, lease: other });
  }
  if (refused.length === 0) await held.take(openLease(run), lease);
  else {
    await held.release();
    throw new LeaseHeld(refused);
  }
  return held;
}

/** What a run holds while it works. */
export class HeldLeases {
  private readonly held = new Map<string, StoredLease>();

  constructor(private readonly world: World) {}

  /** @returns who has it instead */
  async take(name: string, lease: Lease): Promise<Lease | null> {
    for (;;) {
      const current = await readLease(this.world, name);
      if (current && !(await isDead(this.world, current.lease))) return current.lease;
      const taken = await writeLease(this.world, name, lease, current?.generation ?? '0');
      if (!taken) continue;
      this.held.set(name, taken);
      return null;
    }
  }

  /** @returns false when one of them is somebody else's by now */
  async renew(): Promise<boolean> {
    for (const [name, { lease, generation }] of this.held) {
      const written = await writeLease(this.world, name, renewed(this.world, lease), generation);
      if (!written) return false;
      this.held.set(name, written);
    }
    return true;
  }

  /** The instant at which the first of them expires. */
  expires(): string {
    return [...this.held.values()].map(({ lease }) => lease.expires).sort()[0] ?? '';
  }

  /** The lease of the run goes last: as long as it is there, others can be found. */
  async release(): Promise<void> {
    for (const [name, stored] of this.held) await deleteLease(this.world, name, stored);
    this.held.clear();
  }
}

/** Who is at work on what. */
export async function holdings(world: World): Promise<Holding[]> {
  const found: Holding[] = [];
  for await (const { name } of world.objects.list('journal', LEASES)) {
    const stored = await readLease(world, name);
    if (stored && !(await isDead(world, stored.lease)))
      found.push({ model: name.slice(LEASES.length, -'.json'.length), lease: stored.lease });
  }
  return found;
}

/** Runs that have begun and whose process has died since. */
export async function deadRuns(world: World): Promise<Lease[]> {
  const dead: Lease[] = [];
  for await (const { name } of world.objects.list('journal', OPEN)) {
    const stored = await readLease(world, name);
    if (stored && (await isDead(world, stored.lease))) dead.push(stored.lease);
  }
  return dead;
}

/** Takes away what a dead run holds. */
export async function dropLeases(world: World, run: string, models: readonly string[]): Promise<void> {
  for (const name of [...models.map(modelLease), openLease(run)]) {
    const stored = await readLease(world, name);
    if (stored?.lease.run === run) await deleteLease(world, name, stored);
  }
}
