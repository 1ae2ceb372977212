import { countedText } from '../../core/counted';
import type { Context } from '../../ports/context';
import type { ApiSource } from './address';
import { type Beginning, definitionOf, firstPull, nextPull, samePullAnew } from './begin';
import { CollectError } from './errors';
import { land, landedPage, lastPull, pageName } from './landing';
import type { Order } from './order';
import type { Page } from './page';
import type { Fetched, PageSource } from './page-source';
import { following } from './pagination';
import type { PullState, StateFile } from './state';
import { hashOf, hasNews, raise } from './watermark';

/** Answers to a cursor or a link that the API no longer knows. */
const FORGOTTEN = new Set([400, 404, 410, 422]);

export interface PullParts {
  readonly context: Pick<Context, 'objects' | 'progress'>;
  readonly source: ApiSource;
  readonly beginning: Beginning;
  readonly state: StateFile;
  readonly pages: PageSource;
  readonly order: Order;
  readonly until: Date;
}

interface Step extends Fetched {
  readonly state: PullState;
  /** Name in the landing bucket; `null`: the page has nothing new. */
  readonly object: string | null;
}

/**
 * One pull from where it stands to its end. Each page goes through the same effects in the same order: land the page,
 * then move the state behind it. A crash before the first leaves nothing; a crash between the two is found by the
 * page's name, and the page is read back.
 */
export class Pull {
  /** Objects that were landed here, or found landed by a process that died. */
  readonly objects: string[] = [];
  /** The API has given a page to this process: what it refuses from here on, it has not forgotten. */
  private answered = false;

  constructor(private readonly parts: PullParts) {}

  /** @returns the state behind the last page */
  async run(): Promise<PullState> {
    let state = await this.begin();
    let here = await this.found(state);
    while (!state.done) {
      this.parts.context.progress(`collect ${this.parts.source.name} page ${state.page}`);
      const step = here ?? (await this.fetched(state));
      if (step.object) this.objects.push(step.object);
      state = await this.advance(step);
      here = null;
    }
    return state;
  }

  private async begin(): Promise<PullState> {
    const { state, source, beginning } = this.parts;
    const before = await state.load();
    if (!before) return state.save(firstPull(beginning, await lastPull(this.parts.context.objects, source)));
    if (before.done) return state.save(nextPull(beginning, before));
    if (before.definition !== definitionOf(source)) return state.save(samePullAnew(beginning, before));
    return { ...before, run: beginning.run, writer: beginning.writer };
  }

  /** The next page, when a process before this one has landed it and could not say so. */
  private async found(state: PullState): Promise<Step | null> {
    const { context, source, pages } = this.parts;
    const object = pageName(source, state);
    const bytes = await landedPage(context.objects, object);
    return bytes && { state, object, page: pages.read(bytes), link: linkOf(state) };
  }

  private async fetched(state: PullState): Promise<Step> {
    try {
      const fetched = await this.parts.pages.fetch(state);
      this.answered = true;
      return await this.landed(state, fetched);
    } catch (error) {
      if (this.answered || !isForgotten(error, state)) throw error;
      const { source, context, beginning } = this.parts;
      context.progress(
        `collect ${source.name}: the API has forgotten page ${state.page}, the pull begins anew`,
      );
      return this.fetched(await this.parts.state.save(samePullAnew(beginning, state)));
    }
  }

  private async landed(state: PullState, { page, link }: Fetched): Promise<Step> {
    const { context, source, pages } = this.parts;
    if (!hasNews(page.records, new Set(state.known))) return { state, page, link, object: null };
    const noted = await this.noteLink(state, link);
    const object = pageName(source, state);
    const bytes = await land(context.objects, object, page.bytes);
    return { state: noted, page: bytes === page.bytes ? page : pages.read(bytes), link, object };
  }

  /** The link is not in the page: it must be known before the page has landed. */
  private async noteLink(state: PullState, next: string | null): Promise<PullState> {
    if (this.parts.source.server.pagination.kind !== 'link') return state;
    return this.parts.state.save({ ...state, link: { page: state.page, next } });
  }

  private async advance({ state, page, link, object }: Step): Promise<PullState> {
    const { source, order, until } = this.parts;
    const next = following({ server: source.server, request: state.request, page, link });
    this.warn(page);
    return this.parts.state.save({
      ...state,
      page: state.page + 1,
      request: next ?? state.request,
      link: null,
      before: hashOf(page.bytes),
      landed: object ? counted(state.landed, page) : state.landed,
      mark: raise(state.mark, page.records, order, until),
      done: next === null,
    });
  }

  private warn({ records }: Page): void {
    const { source, order, until, context } = this.parts;
    const ahead = records.filter(({ value }) => value !== null && order.isAfter(value, until)).length;
    if (ahead > 0)
      context.progress(
        `collect ${source.name}: ${countedText(ahead, 'record')} dated after ${until.toISOString()}: such records land, but the next pull does not begin there`,
      );
  }
}

const linkOf = ({ link, page }: PullState): string | null => (link?.page === page ? link.next : null);

const counted = (landed: PullState['landed'], page: Page): PullState['landed'] => ({
  pages: landed.pages + 1,
  records: landed.records + page.records.length,
});

function isForgotten(error: unknown, { request }: PullState): boolean {
  if (!(error instanceof CollectError) || error.status === undefined) return false;
  return request.kind !== 'first' && FORGOTTEN.has(error.status);
}
