/** What a local server does instead of answering. */
export type Fault =
  /** Nothing is done; the answer is an error, as the API words it. */
  | { readonly do: 'refuse'; readonly status: number; readonly reason: string; readonly message?: string }
  /** Nothing is done; the connection is cut. */
  | { readonly do: 'reset' }
  /** Everything is done; the connection is cut before the answer. */
  | { readonly do: 'lose' }
  /** The answer ends in the middle, and the connection with it. */
  | { readonly do: 'truncate' }
  /** One byte of the answer is another one. */
  | { readonly do: 'corrupt' }
  /** The answer is right but late. */
  | { readonly do: 'delay'; readonly ms: number }
  /** BigQuery: the job is accepted, runs so long, then fails and leaves nothing. */
  | { readonly do: 'fail_job'; readonly ms?: number; readonly reason: string; readonly message: string };

/** Which requests a fault is for. */
export interface Target {
  readonly method?: string;
  /** Of the path and query. */
  readonly path?: RegExp;
}

interface Planned {
  readonly fault: Fault;
  readonly target: Target;
  left: number;
}

const FAILING: readonly Fault[] = [
  { do: 'refuse', status: 429, reason: 'rateLimitExceeded' },
  { do: 'refuse', status: 500, reason: 'internalError' },
  { do: 'refuse', status: 503, reason: 'backendError' },
  { do: 'reset' },
  { do: 'lose' },
];

/** Faults of the local servers: planned one by one, or a share of all requests. Nothing is random but by the seed. */
export class Faults {
  #planned: Planned[] = [];
  #share = 0;
  #state = 1;
  /** How many requests got a fault. */
  injected = 0;

  /** The next `times` requests to the target get the fault. */
  next(fault: Fault, target: Target = {}, times = 1): void {
    this.#planned.push({ fault, target, left: times });
  }

  /** Planned faults that no request has met yet. */
  get left(): number {
    return this.#planned.reduce((sum, { left }) => sum + left, 0);
  }

  /** From now on this share of all requests fails in some way that passes; 0 ends it. */
  share(share: number, seed = 1): void {
    this.#share = share;
    this.#state = seed;
  }

  /** Nothing fails any more. */
  clear(): void {
    this.#planned = [];
    this.#share = 0;
  }

  /** The fault of a request, if it gets one. */
  take(method: string, path: string): Fault | null {
    const fault = this.#takePlanned(method, path) ?? this.#takeShare();
    if (fault) this.injected++;
    return fault;
  }

  #takePlanned(method: string, path: string): Fault | null {
    const found = this.#planned.find(
      ({ target, left }) =>
        left > 0 && (!target.method || target.method === method) && (!target.path || target.path.test(path)),
    );
    if (!found) return null;
    found.left--;
    return found.fault;
  }

  #takeShare(): Fault | null {
    if (this.#share === 0 || this.#random() >= this.#share) return null;
    return FAILING[Math.floor(this.#random() * FAILING.length)] ?? null;
  }

  /** Between 0 and 1 (a linear congruential generator). */
  #random(): number {
    this.#state = (this.#state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return this.#state / 2 ** 32;
  }
}
