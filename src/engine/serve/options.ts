import type { CollectResult } from '../../ingest/collect';
import type { Context } from '../../ports/context';

/** The project cannot be worked on as it is now: it does not compile, or somebody is at work on what it changes. */
export class NotReady extends Error {
  override readonly name = 'NotReady';
}

/** What serving needs of the entry point. */
export interface ServeOptions {
  /** The project as it is now. @throws {NotReady} */
  reload(): Promise<Context>;
  collect(context: Context, run: string, source: string): Promise<CollectResult>;
  /** Resolves after so long, earlier when something has landed or the signal aborts. */
  rest(milliseconds: number): Promise<void>;
  /** One event, one line. */
  say(line: string): void;
  /** Ends it: nothing new begins, and a run at work stops at its next step. */
  readonly signal: AbortSignal;
}
