import {
  type Alert,
  type EndedTask,
  judgeTask,
  type Measure,
  measureOf,
  type WorstDay,
} from '../core/alerts';
import { replayCommand } from '../core/alerts/replay';
import { isOpen } from '../core/dates';
import { fingerprint } from '../core/fingerprint';
import type { Manifest } from '../core/manifest';
import { isRepublishing } from '../core/planning/rollback';
import { MAX_REJECTED } from '../core/quality/verdict';
import type { Context, World } from '../ports/context';
import type { RunEvent, RunStatus, TaskStatus } from './journal';
import { findJson, unless } from './json-object';
import type { TaskOutcome } from './task-work';

const alertsName = (run: string): string => `alerts/${run}.json`;
const baselineName = (model: string): string => `baselines/${model}.json`;

/** Measures of a model that are kept: eight weeks of days, with room for days that were made again. */
const KEPT = 200;

const SHOWN = 5;

/** What the journal keeps of the rows that a task stopped: names of checks, and hashes instead of rows. */
export function findingsOf({ verdict, stopped }: TaskOutcome): NonNullable<RunEvent['findings']> {
  const failing = verdict.results.filter(({ outcome }) => outcome === 'failed' || outcome === 'quarantined');
  const worst = [...failing].sort((a, b) => b.failing - a.failing).map(({ check }) => check);
  const rejected = worstDay(verdict);
  return {
    ...(rejected && { rejected }),
    checks: [...new Set(worst)].slice(0, SHOWN),
    keys: stopped.slice(0, SHOWN).map(({ file, line }) => fingerprint([file, String(line)]).slice(0, 16)),
  };
}

function worstDay({ results }: TaskOutcome['verdict']): WorstDay | undefined {
  const [worst] = results
    .filter(({ check }) => check === MAX_REJECTED)
    .sort((a, b) => (b.observed ?? 0) - (a.observed ?? 0));
  return worst && { day: worst.day, quarantined: worst.failing, staged: worst.judged };
}

/**
 * Judges the tasks of a run that has just ended, writes down what is to be told, and lets the run count for later
 * ones. Backfills, reruns and what is published again do not count, and volume and duration are not asked of them.
 */
export async function raiseAlerts(context: Context, { record, tasks }: RunStatus): Promise<readonly Alert[]> {
  const isOrdinary = !record.backfill && !record.rerunOf;
  const alerts: Alert[] = [];
  for (const status of tasks) {
    const ended = endedTask(context, record, status);
    if (!ended) continue;
    const counts = isOrdinary && !ended.republishes;
    const history = counts ? await baselineOf(context, ended.model.name) : [];
    alerts.push(...judgeTask(ended, history, context.manifest.alerts));
    if (counts && ended.state === 'SUCCESS') await count(context, ended);
  }
  if (alerts.length > 0)
    await context.objects.write('journal', alertsName(record.run), JSON.stringify(alerts));
  return alerts;
}

/** The alerts of a run that has ended. */
export async function alertsOf(world: Pick<World, 'objects'>, run: string): Promise<readonly Alert[]> {
  const found = await findJson(world.objects, alertsName(run));
  return found ? (found.content as Alert[]) : [];
}

/** One line for people. @param replay the command that does it again where they are */
export const alertText = (
  { kind, model, owner, checks, keys, message, replay: again }: Alert,
  replay = replayCommand(again),
): string =>
  [
    `alert ${kind} ${model} (${owner}): ${message}`,
    ...(checks.length > 0 ? [`stopped by ${checks.join(', ')}`] : []),
    ...(keys.length > 0 ? [`rows ${keys.join(' ')}`] : []),
    replay,
  ].join('; ');

function endedTask(
  { manifest, clock }: Context,
  { run, pipeline, plan, rollbackTo }: RunStatus['record'],
  { task: id, model: name, state, events }: TaskStatus,
): EndedTask | null {
  const task = plan.tasks.find((candidate) => candidate.id === id);
  const model = modelOf(manifest, name);
  const [last, began] = [events.at(-1), events.find((event) => event.state === 'RUNNING')];
  if (!task || !model || !last || !began) return null;
  const { timeZone } = manifest.project;
  return {
    run,
    pipeline,
    task,
    ...(isRepublishing(task) && { republishes: rollbackTo ? { to: rollbackTo } : {} }),
    model,
    state,
    reason: last.message ?? '',
    seconds: (Date.parse(last.at) - Date.parse(began.at)) / 1000,
    counts: last.counts ?? {},
    checks: last.findings?.checks ?? [],
    keys: last.findings?.keys ?? [],
    ...(last.findings?.rejected && { rejected: last.findings.rejected }),
    open: task.dates.some(({ date }) => isOpen(date, clock.now(), timeZone, model.graceHours)),
  };
}

const modelOf = ({ models }: Manifest, name: string) => models.find((model) => model.name === name);

async function baselineOf({ objects }: World, model: string): Promise<readonly Measure[]> {
  const found = await findJson(objects, baselineName(model));
  return found ? (found.content as Measure[]) : [];
}

/** Of two that finish at once both count, and one that finishes twice counts once. */
async function count({ objects }: World, ended: EndedTask): Promise<void> {
  const name = baselineName(ended.model.name);
  for (;;) {
    const found = await findJson(objects, name);
    const before = (found?.content as Measure[] | undefined) ?? [];
    const others = before.filter(({ run, task }) => run !== ended.run || task !== ended.task.id);
    const body = JSON.stringify([...others, measureOf(ended)].slice(-KEPT));
    const ifGeneration = found?.generation ?? '0';
    if (await unless('precondition', objects.write('journal', name, body, { ifGeneration }))) return;
  }
}
