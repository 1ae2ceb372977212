import * as z from 'zod';
import { ObjectError, type ObjectStore } from '../../ports/objects';
import { contentOf } from './content';
import { CollectError } from './errors';
import { request } from './pagination';

const VERSION = 1;

/** How far the collection of a source has come; `collect/<source>.json` in the journal bucket. */
const pullState = z.object({
  version: z.literal(VERSION),
  /** From 1; each pull goes once through what is new. */
  pull: z.number().int().positive(),
  /** Who wrote this state: the run, and a token of the process. */
  run: z.string(),
  writer: z.string(),
  /** ISO instant at which the pull began. */
  startedAt: z.string(),
  /** Business date of that instant; part of the names of pages. */
  day: z.string(),
  /** What of the contract decides how to ask: when it changes, an unfinished pull begins anew. */
  definition: z.string(),
  /** The incremental column, whose values `origin` and `mark` hold. */
  column: z.string().nullable(),
  /** The greatest value that the pull before saw; `null`: this one takes everything. */
  origin: z.string().nullable(),
  /** The next page: its number from 1 in the pull, how to ask for it. Each request has a number of its own. */
  page: z.number().int().positive(),
  request,
  /** Link headers come with the page and not in it: the link behind `page`, kept before the page lands. */
  link: z.object({ page: z.number().int(), next: z.string().nullable() }).nullable(),
  /** Hash of the page before. */
  before: z.string().nullable(),
  /** So far in this pull. */
  landed: z.object({ pages: z.number().int(), records: z.number().int() }),
  mark: z.object({
    greatest: z.string().nullable(),
    boundary: z.array(z.tuple([z.string(), z.string()]).readonly()).readonly(),
  }),
  /** Hashes of the records that the pull before has landed and that this one is given again. */
  known: z.array(z.string()).readonly(),
  done: z.boolean(),
});
export type PullState = Readonly<z.infer<typeof pullState>>;

/** The state as one process sees it: every change is a compare-and-swap, so that one process at a time goes on. */
export class StateFile {
  private generation = '0';
  private readonly name: string;

  constructor(
    private readonly objects: ObjectStore,
    private readonly source: string,
  ) {
    this.name = `collect/${source}.json`;
  }

  async load(): Promise<PullState | null> {
    const found = await this.objects.stat('journal', this.name);
    if (!found) return null;
    this.generation = found.generation;
    return this.parse(await contentOf(this.objects, 'journal', this.name, found.generation));
  }

  /** @throws {CollectError} `busy`, when another process has changed the state since this one last saw it */
  async save(state: PullState): Promise<PullState> {
    const text = JSON.stringify(state);
    try {
      const written = await this.objects.write('journal', this.name, text, { ifGeneration: this.generation });
      this.generation = written.generation;
      return state;
    } catch (error) {
      if (!(error instanceof ObjectError && error.kind === 'precondition')) throw error;
      return this.asWritten(state, text);
    }
  }

  /** A write whose acknowledgement was lost and that was sent again fails, though the state is there. */
  private async asWritten(state: PullState, text: string): Promise<PullState> {
    const found = await this.objects.stat('journal', this.name);
    const there = found && (await contentOf(this.objects, 'journal', this.name, found.generation));
    if (!found || there?.toString('utf8') !== text) throw this.busy(there ? this.parse(there) : null);
    this.generation = found.generation;
    return state;
  }

  private parse(content: Buffer): PullState {
    const parsed = pullState.safeParse(json(content));
    if (parsed.success) return parsed.data;
    const issue = parsed.error.issues[0];
    throw new CollectError(
      'configuration',
      `journal/${this.name} cannot be read: ${issue?.path.join('.')} ${issue?.message}; expected version ${VERSION}. Delete the object to pull everything again; what repeats is dropped by the models.`,
    );
  }

  private busy(other: PullState | null): CollectError {
    const who = other ? ` (run ${other.run}, pull ${other.pull}, which began ${other.startedAt})` : '';
    return new CollectError(
      'busy',
      `${this.source} is being collected by another process${who}. This one has stopped; nothing is lost. Let the other finish.`,
    );
  }
}

function json(content: Buffer): unknown {
  try {
    return JSON.parse(content.toString('utf8'));
  } catch {
    return null;
  }
}
