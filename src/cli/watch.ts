import { isFinal } from '../core/run-state';
import type { RunStatus } from '../engine/journal';
import { render } from './print';
import { eventLine, runLine, tasksTable } from './status-text';

const LOOK_EVERY_MS = 1000;

/** As much of a stream as following a run needs. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly rows?: number;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface Watching {
  /** What is known now. */
  look(): Promise<RunStatus>;
  now(): Date;
  sleep(milliseconds: number): Promise<void>;
}

/** Follows a run until it ends: a table that is redrawn on a terminal, a line for each event elsewhere. */
export async function watch(watching: Watching, screen: Screen): Promise<RunStatus> {
  const show = screen.isTTY ? redraw(screen) : append(screen);
  for (;;) {
    const status = await watching.look();
    show(status, watching.now());
    if (isFinal(status.state)) return status;
    await watching.sleep(LOOK_EVERY_MS);
  }
}

type Show = (status: RunStatus, now: Date) => void;

function redraw(screen: Screen): Show {
  let drawn = 0;
  return (status, now) => {
    const lines = [...render(tasksTable(status, now), 'table').split('\n'), '', runLine(status)];
    // A line that wraps would be two to go back over.
    const fitting = lines
      .slice(-Math.max(1, (screen.rows ?? 24) - 1))
      .map((line) => line.slice(0, (screen.columns ?? 80) - 1));
    screen.write(`${drawn > 0 ? `\x1b[${drawn}A\x1b[0J` : ''}${fitting.join('\n')}\n`);
    drawn = fitting.length;
  };
}

function append(screen: Screen): Show {
  const written = new Set<string>();
  return ({ events, tasks }) => {
    const all = [...events, ...tasks.flatMap((task) => task.events)].map((event) => ({
      line: eventLine(event),
      // Events of the same millisecond: a run begins before its tasks and ends after them.
      order: `${event.at} ${event.task ? 1 : isFinal(event.state) ? 2 : 0}`,
    }));
    for (const { line } of all.sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0))) {
      if (written.has(line)) continue;
      written.add(line);
      screen.write(`${line}\n`);
    }
  };
}
