import type { Task } from '../planning/plan';
import { windowDates } from '../planning/window-text';
import type { IsoDate } from '../types';

interface Dates {
  readonly start: IsoDate;
  /** Inclusive. */
  readonly end: IsoDate;
}

/** A model and the dates of a task; without dates it is made as a whole. */
interface OfModel {
  readonly model: string;
  readonly dates?: Dates;
}

/** What does the work of a task again. */
export type Replay =
  /** Whatever did not succeed in a run. */
  | { readonly how: 'rerun'; readonly run: string }
  /** Also what is up to date. */
  | ({ readonly how: 'run' } & OfModel)
  /** The dates that have quarantined rows. */
  | ({ readonly how: 'quarantine' } & OfModel)
  | ({ readonly how: 'rollback'; readonly to: string } & OfModel)
  | ({ readonly how: 'unpin' } & OfModel);

type Made = Pick<Task, 'model' | 'window'>;

/** The model of a task, and its dates where its window has a beginning and an end. */
export function ofTask({ model, window }: Made): OfModel {
  const { start_date: start, end_date: end } = windowDates(window);
  return { model, ...(start && end && { dates: { start, end } }) };
}

/** Of a task that publishes again what had been published. @param to the run to which it goes back, if it does */
export const replayRepublished = (task: Made, to?: string): Replay =>
  to ? { how: 'rollback', to, ...ofTask(task) } : { how: 'unpin', ...ofTask(task) };

/** The command, where runs are those of this machine. Names of models and runs need no quoting. */
export function replayCommand(replay: Replay): string {
  switch (replay.how) {
    case 'rerun':
      return `ecluse rerun ${replay.run} --failed-only`;
    case 'run':
      return `ecluse run --models ${replay.model}${options(replay.dates)} --force`;
    case 'quarantine':
      return `ecluse replay --quarantine ${replay.model}${options(replay.dates)}`;
    case 'rollback':
      return `ecluse rollback ${replay.model} --to ${replay.to}${options(replay.dates)}`;
    case 'unpin':
      return `ecluse unpin ${replay.model}${options(replay.dates)}`;
  }
}

const options = (dates: Dates | undefined): string =>
  dates ? ` --start-date ${dates.start} --end-date ${dates.end}` : '';

/** Where the workflow is: without it, the command asks or takes another project. */
export interface WorkflowPlace {
  readonly project: string;
  readonly region: string;
}

/** The command, where runs are executions of the workflow. @param pipeline the one whose task it is */
export function replayExecution(replay: Replay, pipeline: string, place: WorkflowPlace): string {
  switch (replay.how) {
    case 'rerun':
      return executionText(place, { rerun: replay.run, failed_only: true });
    case 'run':
    case 'quarantine':
      return executionText(place, {
        ...(pipeline !== 'all' && { pipeline }),
        models: replay.model,
        ...(replay.dates && { start_date: replay.dates.start, end_date: replay.dates.end }),
        force: true,
      });
    // There is none of these in the cloud.
    case 'rollback':
    case 'unpin':
      return replayCommand(replay);
  }
}

/** @param request as `plan-run` takes it */
export const executionText = ({ project, region }: WorkflowPlace, request: object): string =>
  `gcloud workflows run ecluse-run --project=${project} --location=${region} --data='${JSON.stringify(request)}'`;
