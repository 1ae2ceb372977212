import type { Alert } from '../core/alerts';
import { STATES } from '../core/run-state';
import { alertText } from '../engine/alerts';
import type { RunStatus, TaskStatus } from '../engine/journal';
import { reasonsOf, reasonText } from '../engine/reasons';
import { render } from './print';
import { restLines } from './rest';
import { lastMessage, originOf, runLine, secondsOf, tasksTable } from './status-text';
import { quarantinedIn } from './stopped-text';

/**
 * A run for people: its tasks, why some did not succeed, where stopped rows are, and how to go on.
 * @param rest the command that does what is left
 */
export function runText(status: RunStatus, alerts: readonly Alert[], now: Date, rest: string): string {
  // The reasons stand whole below.
  const { columns, rows } = tasksTable(status, now);
  const table = { columns: columns.filter((column) => column !== 'message'), rows };
  const told = alerts.filter(({ kind }) => kind !== 'failed').map((alert) => alertText(alert));
  return [
    render(table, 'table'),
    '',
    ...reasonsOf(status.tasks.map(explained)).map(reasonText),
    ...quarantinedIn(status.tasks.filter(hasQuarantined).map(({ model }) => model)),
    ...told,
    ...restLines(status.state, rest),
    factsLine(status, now),
    runLine(status),
  ].join('\n');
}

function explained({ model, state, events }: TaskStatus) {
  const reason = state === 'SUCCESS' ? '' : lastMessage(events);
  return { task: { model }, state, ...(reason && { reason }) };
}

const hasQuarantined = ({ state, events }: TaskStatus): boolean =>
  state === 'SUCCESS' && (events.at(-1)?.counts?.quarantined ?? 0) > 0;

/** `nightly, cron 0 3 * * *; began 2026-10-05T03:00:00.000Z, took 8 s; 2 tasks SUCCESS, 1 FAILED` */
function factsLine(status: RunStatus, now: Date): string {
  const { record, tasks } = status;
  const ended = STATES.flatMap((state) => {
    const count = tasks.filter((task) => task.state === state).length;
    return count > 0 ? [`${count} ${state}`] : [];
  });
  const origin = [...(record.pipeline === 'all' ? [] : [record.pipeline]), originOf(record)].join(', ');
  return `${origin}; began ${record.createdAt}, ${secondsOf(status, now)} s; tasks: ${ended.join(', ')}`;
}
