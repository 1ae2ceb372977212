import { judgeSla } from '../../core/alerts/sla';
import type { Pipeline } from '../../core/manifest';
import {
  answered,
  dueReasons,
  nextSchedule,
  type TriggerFacts,
  type TriggerMemory,
} from '../../core/triggers';
import { sweep } from '../../ingest/sweep';
import type { Context } from '../../ports/context';
import { WarehouseError } from '../../ports/warehouse';
import { closeDeadRuns } from '../recover';
import { runId } from '../run';
import { clearScratch } from '../scratch';
import { arrivalLine } from './arrival-line';
import { Landing } from './landing';
import { observe, recall, remember } from './memory';
import { NotReady, type ServeOptions } from './options';
import { type RoundEnd, round } from './round';

export { NotReady, type ServeOptions } from './options';

/** Looks at the landing folder and the project at least so often, also when nothing was heard of them. */
const LOOK_EVERY_MS = 10_000;
const WHILE_FILES_GROW_MS = 500;
const WHILE_BUSY_MS = 5000;
/** Of a pipeline, for forecasts. */
const ROUNDS_KEPT = 20;

/**
 * Runs the pipelines of a project by their triggers until the signal aborts, one after the other in the order in which
 * they read each other. Everything that decides is kept in the journal, so a start after a crash goes on.
 */
export async function serve(options: ServeOptions): Promise<void> {
  const server = new Server(options);
  while (!options.signal.aborted) await options.rest(await server.turn());
}

interface DuePipeline {
  readonly pipeline: Pipeline;
  readonly reasons: readonly string[];
  readonly memory: TriggerMemory;
}

class Server {
  private readonly landing = new Landing();
  private complaint = '';

  constructor(private readonly options: ServeOptions) {}

  /** Does what there is to do now. @returns milliseconds until there may be more */
  async turn(): Promise<number> {
    try {
      const context = { ...(await this.options.reload()), ending: this.options.signal };
      this.complaint = '';
      await this.closeDead(context);
      await clearScratch(context);
      await this.bringIn(context);
      await this.watchHours(context);
      return await this.startDue(context);
    } catch (error) {
      return error === this.options.signal.reason ? 0 : this.complain(error);
    }
  }

  private async startDue(context: Context): Promise<number> {
    const memories = await recall(context, context.manifest);
    const facts = await observe(context, memories);
    const [first] = inOrder(context).flatMap((pipeline): DuePipeline[] => {
      const memory = memories.get(pipeline.name);
      const reasons = memory ? dueReasons(pipeline, memory, facts) : [];
      return memory && reasons.length > 0 ? [{ pipeline, reasons, memory }] : [];
    });
    if (!first || this.options.signal.aborted) return this.untilNext(context);
    const end = await this.round(context, first);
    if (end === 'busy') return WHILE_BUSY_MS;
    await this.answer(context, first, facts, end);
    return 0;
  }

  /** Other pipelines go on when one meets a defect. */
  private async round(context: Context, { pipeline, reasons }: DuePipeline): Promise<RoundEnd> {
    try {
      return await round(context, pipeline, reasons, this.options, () => this.bringIn(context));
    } catch (error) {
      if (error === this.options.signal.reason) throw error;
      this.options.say(`${pipeline.name}: broke: ${error instanceof Error ? error.stack : error}`);
      return 'failed';
    }
  }

  /** A round that was stopped because serving ends is begun again by the next start. */
  private async answer(
    context: Context,
    { pipeline, memory }: DuePipeline,
    facts: TriggerFacts,
    end: RoundEnd,
  ): Promise<void> {
    if (end === 'cancelled' && this.options.signal.aborted) return;
    const success = end === 'succeeded' || end === 'idle';
    const took = (context.clock.now().getTime() - facts.now.getTime()) / 1000;
    const seconds = [...(memory.seconds ?? []), ...(end === 'succeeded' ? [took] : [])].slice(-ROUNDS_KEPT);
    await remember(context, pipeline.name, { ...answered(pipeline, memory, facts, success), seconds });
  }

  /** Tells once a day of a pipeline that it is late, and before that, that it will be. */
  private async watchHours(context: Context): Promise<void> {
    const { manifest, clock } = context;
    const now = clock.now();
    for (const [name, memory] of await recall(context, manifest)) {
      const pipeline = manifest.pipelines.find((candidate) => candidate.name === name);
      if (!pipeline) continue;
      const { succeededAt, seconds = [] } = memory;
      const next = nextSchedule([pipeline], now);
      const { timeZone } = manifest.project;
      const alert = judgeSla(pipeline, { now, timeZone, succeededAt, next, seconds });
      if (!alert || (alert.date === memory.told?.date && alert.kind === memory.told.kind)) continue;
      this.options.say(`${name}: alert ${alert.kind}: ${alert.message}; ecluse run`);
      await remember(context, name, { ...memory, told: { date: alert.date, kind: alert.kind } });
    }
  }

  private async closeDead(context: Context): Promise<void> {
    for (const run of await closeDeadRuns(context))
      this.options.say(`run ${run} is closed as FAILED: its process has ended in the middle`);
  }

  private async bringIn(context: Context): Promise<void> {
    this.landing.look(context.clock.now());
    const { files } = await sweep(context, runId(context), (object) => this.landing.isComplete(object));
    for (const file of files) this.options.say(arrivalLine(file));
  }

  private untilNext({ manifest, clock }: Context): number {
    if (this.landing.isWaiting) return WHILE_FILES_GROW_MS;
    const next = nextSchedule(manifest.pipelines, clock.now());
    const wait = next ? next.getTime() - clock.now().getTime() : LOOK_EVERY_MS;
    return Math.min(LOOK_EVERY_MS, Math.max(0, wait));
  }

  /** What is wrong with the project, or with the machine for a moment, is said once and waited for. */
  private complain(error: unknown): number {
    const passes = error instanceof WarehouseError && error.kind === 'transient';
    if (!passes && !(error instanceof NotReady)) throw error;
    if (this.complaint !== error.message)
      this.options.say(`${error.message}\nNothing is started until this is mended.`);
    this.complaint = error.message;
    return WHILE_BUSY_MS;
  }
}

/** Models are listed after what they read, so pipelines are, too. */
function inOrder({ manifest: { pipelines, models } }: Context): Pipeline[] {
  const first = new Map<string, number>();
  for (const [index, { pipeline }] of models.entries()) if (!first.has(pipeline)) first.set(pipeline, index);
  return [...pipelines].sort((a, b) => (first.get(a.name) ?? 0) - (first.get(b.name) ?? 0));
}
