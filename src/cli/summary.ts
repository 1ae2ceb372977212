import { countedText, countText } from '../core/counted';
import { windowText } from '../core/planning/window-text';
import { alertText } from '../engine/alerts';
import { reasonsOf, reasonText } from '../engine/reasons';
import type { RunResult } from '../engine/run';
import type { SweepResult } from '../ingest/sweep';
import { driftLines } from './drift-text';
import { type Printable, render } from './print';
import { redeliveryLines } from './redelivery-text';
import { republished, republishTable } from './republish-rows';
import { restCommand, restLines } from './rest';
import { quarantineLine, stoppedLines } from './stopped-text';

/** What came in, by source, and what was refused, each file with its reason. */
export function ingestSummary({ files, strangers, stillRefused }: SweepResult): string {
  const rest = [...stillRefusedLines(stillRefused), ...strangerLine(strangers)];
  if (files.length === 0) return ['Nothing new has landed.', ...rest].join('\n');
  const sources = [...new Set(files.map((file) => file.source))].sort();
  const rows = sources.map((source) => {
    const own = files.filter((file) => file.source === source);
    const sum = (pick: (file: (typeof own)[number]) => number): string =>
      countText(own.reduce((total, file) => total + pick(file), 0));
    return {
      source,
      files: countText(own.length),
      records: sum((file) => file.records),
      malformed: sum((file) => file.malformed),
      refused: sum((file) => (file.status === 'refused' ? 1 : 0)),
    };
  });
  const refused = files
    .filter((file) => file.status === 'refused')
    .map((file) => `refused ${file.object}: ${file.reason}`);
  const table = render({ columns: ['source', 'files', 'records', 'malformed', 'refused'], rows }, 'table');
  return [table, ...refused, ...redeliveryLines(files), ...driftLines(files), ...rest].join('\n');
}

const SHOWN = 10;

function stillRefusedLines(refused: SweepResult['stillRefused']): string[] {
  if (refused.length === 0) return [];
  const more = refused.length > SHOWN ? [`… and ${countedText(refused.length - SHOWN, 'other')}.`] : [];
  const named = refused.slice(0, SHOWN).map(({ object, reason }) => `still refused ${object}: ${reason}`);
  return [...named, ...more, 'Deliver refused files again, corrected, under their names, or take them away.'];
}

const strangerLine = (strangers: readonly string[]): string[] =>
  strangers.length === 0
    ? []
    : [
        `${countedText(strangers.length, 'object')} ${strangers.length === 1 ? 'belongs' : 'belong'} to no contract, for instance ${strangers[0]}.`,
      ];

/**
 * What each task of a run did with its rows.
 * @param project as the command was given it, if it was
 * @param rest the command that does what is left
 */
export function runSummary(
  result: RunResult,
  project?: string,
  rest = restCommand(result.run, project),
): string {
  const { run, state, tasks, warnings, alerts } = result;
  if (tasks.length === 0) return 'Nothing is due.';
  const again = republished(result);
  const reasons = reasonsOf(tasks).flatMap((group) => [
    reasonText(group),
    ...group.tasks.flatMap((task) => stoppedLines(task, project)),
  ]);
  // Why a task has failed is said above.
  const told = alerts.filter(({ kind }) => kind !== 'failed').map((alert) => alertText(alert));
  return [
    render(again.length > 0 ? republishTable(again) : tasksTable(tasks), 'table'),
    '',
    ...reasons,
    ...quarantineLine(tasks),
    ...warnings.map((warning) => `warning ${warning}`),
    ...told,
    ...restLines(state, rest),
    `Run ${run}: ${state}`,
  ].join('\n');
}

function tasksTable(tasks: RunResult['tasks']): Printable {
  const rows = tasks.map(({ task, state: taskState, outcome }) => ({
    model: task.model,
    dates: windowText(task.window),
    state: taskState,
    staged: countOf(outcome?.verdict.totals.staged),
    published: outcome && !outcome.published ? '0' : countOf(outcome?.verdict.totals.passed),
    quarantined: countOf(outcome?.verdict.totals.quarantined),
    duplicates: countOf(outcome?.verdict.totals.duplicates),
  }));
  const columns = ['model', 'dates', 'state', 'staged', 'published', 'quarantined', 'duplicates'];
  return { columns, rows };
}

const countOf = (count: number | undefined): string => (count === undefined ? '' : countText(count));
