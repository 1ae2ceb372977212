/**
 * Random numbers that are the same on every machine. Each purpose draws from a stream of its own name, so that one
 * more draw in one place leaves all other places as they were. Only integer arithmetic and + − × ÷: no
 * transcendental function, whose last bit may differ between engines.
 */
export class Random {
  constructor(private state: number) {}

  /** Uniform in [0, 1), 32 bits (Mulberry32). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** Uniform integer from `min` to `max`, both included. */
  int(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** @throws {RangeError} when the list is empty */
  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.int(0, items.length - 1)];
    if (item === undefined) throw new RangeError('Cannot pick from an empty list.');
    return item;
  }

  /** Bell-shaped around `mean`, never further away than `spread` × `mean`. */
  around(mean: number, spread: number): number {
    const bell = this.next() + this.next() + this.next() - 1.5;
    return mean * (1 + (spread * bell) / 1.5);
  }

  /** How many of `trials` succeed. */
  successes(trials: number, probability: number): number {
    let count = 0;
    for (let trial = 0; trial < trials; trial += 1) if (this.chance(probability)) count += 1;
    return count;
  }
}

/** The stream of that name; equal names give equal streams. */
export function stream(seed: number, ...name: readonly (string | number)[]): Random {
  return new Random(hash(`${seed}/${name.join('/')}`));
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}
