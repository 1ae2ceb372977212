import type { Alert, AlertKind } from '.';
import { executionText, replayExecution, type WorkflowPlace } from './replay';
import type { SlaAlert } from './sla';

/** The log line of an alert in the cloud: alert policies select by `event` and `kind`, and quote the other fields. */
export interface AlertLine {
  readonly event: 'alert';
  readonly kind: AlertKind | SlaAlert['kind'];
  readonly pipeline: string;
  /** The task, or `all of them`. */
  readonly task: string;
  /** Who looks after the model; of a pipeline, the operators. */
  readonly owner: string;
  /** What was found and what was expected. */
  readonly observed: string;
  /** The command that does it again. */
  readonly replay: string;
}

/** Fields that a policy may quote. */
export const QUOTED = [
  'pipeline',
  'task',
  'owner',
  'observed',
  'replay',
] as const satisfies (keyof AlertLine)[];

export const alertLine = (
  { kind, pipeline, task, owner, message, replay }: Alert,
  place: WorkflowPlace,
): AlertLine => ({
  event: 'alert',
  kind,
  pipeline,
  task,
  owner,
  observed: message,
  replay: replayExecution(replay, pipeline, place),
});

export const slaLine = (pipeline: string, { kind, message }: SlaAlert, place: WorkflowPlace): AlertLine => ({
  event: 'alert',
  kind,
  pipeline,
  task: 'all of them',
  owner: 'operators',
  observed: message,
  replay: executionText(place, { pipeline, trigger: 'manual' }),
});
