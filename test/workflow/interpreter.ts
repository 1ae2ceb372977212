import { Expression, type Json } from './expression';

type Fields = Readonly<Record<string, Json>>;
type Steps = readonly Readonly<Record<string, Fields>>[];
type Variables = Map<string, Json>;

/** Where a step leads: on, to a step beside it, or out of the subworkflow with a value. */
type Outcome = { readonly kind: 'on' } | { readonly kind: 'to'; readonly step: string } | Returned;
interface Returned {
  readonly kind: 'return';
  readonly value: Json;
}
const ON: Outcome = { kind: 'on' };

/** What was raised: a map with `tags`, `code`, `message`, as Cloud Workflows hands it to `except`. */
export class Raised extends Error {
  override readonly name = 'Raised';
  constructor(readonly value: Json) {
    super(JSON.stringify(value));
  }
}

export interface Surroundings {
  readonly environment: Readonly<Record<string, string>>;
  /** @returns the response: `code` and `body` @throws {Raised} */
  post(url: string, body: Json): Promise<Json>;
  sleep(seconds: number): Promise<void>;
}

/** Runs a workflow made of exactly the constructs that ours uses; anything else is refused. */
export class Interpreter {
  constructor(
    private readonly definition: Fields,
    private readonly surroundings: Surroundings,
  ) {}

  /** @returns what `main` returns @throws {Raised} what nobody has caught */
  execute(input: Json): Promise<Json> {
    return this.subworkflow('main', [input]);
  }

  private async subworkflow(name: string, args: readonly Json[] | Fields): Promise<Json> {
    const { params = [], steps } = this.definition[name] as { params?: readonly string[]; steps: Steps };
    const named = Array.isArray(args)
      ? params.map((param, index) => [param, args[index]] as const)
      : Object.entries(args as Fields);
    const outcome = await this.steps(steps, new Map(named));
    return outcome.kind === 'return' ? outcome.value : null;
  }

  private async steps(steps: Steps, variables: Variables): Promise<Outcome> {
    const names = steps.flatMap((step) => Object.keys(step));
    for (let at = 0; at < steps.length; at++) {
      const step = Object.values(steps[at] ?? {})[0] ?? {};
      const outcome = await this.step(step, variables);
      if (outcome.kind === 'return') return outcome;
      const target = outcome.kind === 'to' ? outcome.step : step.next;
      if (target === undefined) continue;
      const place = names.indexOf(String(target));
      if (place < 0) return { kind: 'to', step: String(target) };
      at = place - 1;
    }
    return ON;
  }

  private async step(step: Fields, variables: Variables): Promise<Outcome> {
    if (step.assign) return this.assign(step.assign as readonly Fields[], variables);
    if (step.call) return this.call(step, variables);
    if (step.switch) return this.switch(step.switch as readonly Fields[], variables);
    if (step.for) return this.loop(step.for as Fields, variables, 1);
    if (step.parallel) return this.parallel(step.parallel as Fields, variables);
    if (step.try) return this.try(step, variables);
    if ('return' in step) return { kind: 'return', value: this.value(step.return, variables) };
    if (step.raise) throw new Raised(this.value(step.raise, variables));
    throw new Error(`A step does something unknown: ${Object.keys(step).join(', ')}`);
  }

  private assign(entries: readonly Fields[], variables: Variables): Outcome {
    for (const entry of entries)
      for (const [name, value] of Object.entries(entry)) variables.set(name, this.value(value, variables));
    return ON;
  }

  private async call({ call, args, result }: Fields, variables: Variables): Promise<Outcome> {
    const given = this.value(args, variables) as Fields;
    const answer = await this.called(String(call), given);
    if (typeof result === 'string') variables.set(result, answer);
    return ON;
  }

  private async called(name: string, args: Fields): Promise<Json> {
    if (name === 'http.post') return this.surroundings.post(String(args.url), args.body);
    if (name === 'sys.sleep') return this.surroundings.sleep(Number(args.seconds));
    return this.subworkflow(name, args);
  }

  private switch(branches: readonly Fields[], variables: Variables): Outcome {
    const chosen = branches.find((branch) => this.value(branch.condition, variables) === true);
    if (!chosen) return ON;
    if ('return' in chosen) return { kind: 'return', value: this.value(chosen.return, variables) };
    return { kind: 'to', step: String(chosen.next) };
  }

  private async loop(loop: Fields, variables: Variables, width: number): Promise<Outcome> {
    const items = this.items(loop, variables);
    const round = async ([index, item]: readonly [number, Json]): Promise<Outcome> => {
      // Variables of a loop, and what is assigned in it, end with the round; what stood outside is shared.
      const inside = new Map(variables).set(String(loop.value), item);
      if (typeof loop.index === 'string') inside.set(loop.index, index);
      return this.steps(loop.steps as Steps, inside);
    };
    const queue = [...items.entries()];
    for (let next = queue.splice(0, width); next.length > 0; next = queue.splice(0, width)) {
      const ended = await Promise.allSettled(next.map(round));
      for (const outcome of ended) if (outcome.status === 'rejected') throw outcome.reason;
    }
    return ON;
  }

  private items({ in: list, range }: Fields, variables: Variables): readonly Json[] {
    if (list !== undefined) return this.value(list, variables) as readonly Json[];
    const [first = 0, last = -1] = (this.value(range, variables) as readonly Json[]).map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  }

  private parallel({ for: loop, concurrency_limit: limit }: Fields, variables: Variables): Promise<Outcome> {
    return this.loop(loop as Fields, variables, Number(limit));
  }

  private async try(step: Fields, variables: Variables): Promise<Outcome> {
    try {
      return await this.retried(step.try as Fields, step.retry as Fields | undefined, variables);
    } catch (error) {
      if (!(error instanceof Raised) || !step.except) throw error;
      const { as, steps } = step.except as { as: string; steps: Steps };
      // What is assigned while an error is handled stands afterwards.
      variables.set(as, error.value);
      return this.steps(steps, variables);
    }
  }

  private async retried(body: Fields, retry: Fields | undefined, variables: Variables): Promise<Outcome> {
    const backoff = (retry?.backoff ?? {}) as Readonly<Record<string, number>>;
    let delay = backoff.initial_delay ?? 0;
    for (let retries = 0; ; retries++) {
      try {
        return body.steps
          ? await this.steps(body.steps as Steps, variables)
          : await this.step(body, variables);
      } catch (error) {
        if (!(error instanceof Raised) || !retry || retries >= Number(retry.max_retries)) throw error;
        if ((await this.subworkflow(nameIn(retry.predicate), [error.value])) !== true) throw error;
        await this.surroundings.sleep(delay);
        delay = Math.min(delay * (backoff.multiplier ?? 1), backoff.max_delay ?? delay);
      }
    }
  }

  /** Texts of the form `${…}` are evaluated, everywhere inside. */
  private value(raw: Json, variables: Variables): Json {
    if (Array.isArray(raw)) return raw.map((item) => this.value(item, variables));
    if (typeof raw === 'object' && raw !== null)
      return Object.fromEntries(Object.entries(raw).map(([key, item]) => [key, this.value(item, variables)]));
    const expression = typeof raw === 'string' ? /^\$\{([\s\S]*)\}$/.exec(raw)?.[1] : undefined;
    if (expression === undefined) return raw;
    return new Expression(expression, variables, {
      'sys.get_env': (name) => this.surroundings.environment[String(name)],
      len: (list) => (list as readonly Json[]).length,
    }).value();
  }
}

const nameIn = (predicate: Json): string => /^\$\{(\w+)\}$/.exec(String(predicate))?.[1] ?? '';
