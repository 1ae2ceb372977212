import { Cron } from 'croner';
import type { Pipeline } from './manifest';

type Trigger = Pipeline['triggers'][number];

/** What a pipeline has answered so far, and how it went: kept between starts. Instants are ISO. */
export interface TriggerMemory {
  /** Up to when its schedules are answered. */
  readonly cronUntil: string;
  /** Source to the version of what had arrived when it was last answered. */
  readonly arrived: Readonly<Record<string, string>>;
  /** Pipeline to its success that was last answered. */
  readonly after: Readonly<Record<string, string>>;
  /** When it last began a round that succeeded. */
  readonly succeededAt?: string;
  /** What its last rounds took that had something to do and succeeded, seconds. */
  readonly seconds?: readonly number[];
  /** The last alert about its hour that was told. */
  readonly told?: { readonly date: string; readonly kind: string };
}

/** The world as triggers see it. */
export interface TriggerFacts {
  readonly now: Date;
  /** Source to the version of everything that has arrived from it; sources without anything are absent. */
  readonly arrived: ReadonlyMap<string, string>;
  /** Pipeline to its last success. */
  readonly succeeded: ReadonlyMap<string, string>;
}

/** A pipeline that is served for the first time answers schedules from now on, and everything that is there. */
export const firstMemory = (now: Date): TriggerMemory => ({
  cronUntil: now.toISOString(),
  arrived: {},
  after: {},
});

/**
 * Why a pipeline is to be started now, as its runs tell it; empty when it is not. Triggers are states, not events: what
 * fires several times before it is answered, while the pipeline runs or while nobody was there, is one reason.
 */
export function dueReasons(pipeline: Pipeline, memory: TriggerMemory, facts: TriggerFacts): string[] {
  return pipeline.triggers
    .filter((trigger) => fires(trigger, memory, facts))
    .map((trigger) => {
      if (trigger.kind === 'cron') return `cron ${trigger.cron} ${trigger.zone}`;
      return trigger.kind === 'on_file' ? `on_file ${trigger.source}` : `after ${trigger.pipeline}`;
    });
}

function fires(trigger: Trigger, memory: TriggerMemory, facts: TriggerFacts): boolean {
  if (trigger.kind === 'cron') {
    const next = nextInstant(trigger, new Date(memory.cronUntil));
    return next !== null && next <= facts.now;
  }
  if (trigger.kind === 'on_file') {
    const version = facts.arrived.get(trigger.source);
    return version !== undefined && version !== memory.arrived[trigger.source];
  }
  const success = facts.succeeded.get(trigger.pipeline);
  return success !== undefined && success > (memory.after[trigger.pipeline] ?? '');
}

/** What is remembered of a round that began with these facts, once it has ended. What came since stays due. */
export function answered(
  { triggers }: Pipeline,
  memory: TriggerMemory,
  { now, arrived, succeeded }: TriggerFacts,
  success: boolean,
): TriggerMemory {
  const sources = triggers.flatMap((trigger) => (trigger.kind === 'on_file' ? [trigger.source] : []));
  const upstream = triggers.flatMap((trigger) => (trigger.kind === 'after' ? [trigger.pipeline] : []));
  return {
    ...memory,
    cronUntil: now.toISOString(),
    arrived: { ...memory.arrived, ...entriesOf(sources, arrived) },
    after: { ...memory.after, ...entriesOf(upstream, succeeded) },
    ...(success && { succeededAt: now.toISOString() }),
  };
}

/** A memory from the future was written by a clock that was wrong; it must not silence schedules. */
export const plausible = (memory: TriggerMemory, now: Date): TriggerMemory =>
  memory.cronUntil > now.toISOString() ? { ...memory, cronUntil: now.toISOString() } : memory;

/** The next instant of any schedule; `null` when there is none. */
export function nextSchedule(pipelines: readonly Pipeline[], after: Date): Date | null {
  const times = pipelines.flatMap(({ triggers }) =>
    triggers.flatMap((trigger) =>
      trigger.kind === 'cron' ? (nextInstant(trigger, after)?.getTime() ?? []) : [],
    ),
  );
  return times.length === 0 ? null : new Date(Math.min(...times));
}

const schedules = new Map<string, Cron>();

/**
 * On local clocks: a time of day that a change of the clocks leaves out is made up for right after it, one that comes
 * twice counts once.
 */
function nextInstant({ cron, zone }: { cron: string; zone: string }, after: Date): Date | null {
  const key = `${cron} ${zone}`;
  const schedule = schedules.get(key) ?? new Cron(cron, { timezone: zone, paused: true });
  schedules.set(key, schedule);
  return schedule.nextRun(after);
}

const entriesOf = (names: readonly string[], values: ReadonlyMap<string, string>): Record<string, string> =>
  Object.fromEntries(names.flatMap((name) => (values.has(name) ? [[name, values.get(name) ?? '']] : [])));
