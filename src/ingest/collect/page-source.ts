import type { ObjectStore } from '../../ports/objects';
import { RefusedFile } from '../reader/refused-file';
import type { Address, ApiSource } from './address';
import type { Answer } from './attempt';
import type { ApiClient } from './client';
import { CollectError } from './errors';
import { keepAside } from './landing';
import { nextLink } from './link-header';
import type { Order } from './order';
import { type Page, readPage } from './page';
import { urlOf } from './pagination';
import type { PullState } from './state';
import { hashOf, sinceOf } from './watermark';

/** A page, and the link to the next one as it may be stored. */
export interface Fetched {
  readonly page: Page;
  readonly link: string | null;
}

/** Turns the state of a pull into the page that it asks for. */
export class PageSource {
  constructor(
    private readonly source: ApiSource,
    private readonly address: Address,
    private readonly client: ApiClient,
    private readonly objects: ObjectStore,
    private readonly order: Order,
  ) {}

  read(bytes: Buffer): Page {
    const { records, incremental } = this.source.server;
    return readPage(bytes, records, incremental?.column);
  }

  /** @throws {CollectError} `refused`, `unavailable`, `unreadable` */
  async fetch(state: PullState): Promise<Fetched> {
    const url = this.url(state);
    let last: Answer | undefined;
    try {
      return await this.client.get(url, (answer) => {
        last = answer;
        return this.fetched(url, state, answer);
      });
    } catch (error) {
      if (!(error instanceof RefusedFile)) throw error;
      throw await this.unreadable(url, state, error, last);
    }
  }

  private url(state: PullState): URL {
    const { request } = state;
    const asked = request.kind === 'link' ? { ...request, url: this.address.unpack(request.url) } : request;
    return urlOf(this.address.url, this.source.server, sinceOf(state.origin, this.order), asked);
  }

  private fetched(url: URL, state: PullState, { bytes, link }: Answer): Fetched {
    const page = this.read(bytes);
    if (page.records.length > 0 && hashOf(bytes) === state.before) throw this.standstill(url);
    const next = this.source.server.pagination.kind === 'link' ? nextLink(link) : null;
    return { page, link: next === null ? null : this.ownLink(url, next) };
  }

  /** Only the origin that the contract names may be asked: the secret goes along. */
  private ownLink(url: URL, link: string): string {
    const next = URL.canParse(link, url.href) ? new URL(link, url) : null;
    if (next?.origin === this.address.url.origin && !next.username && !next.password)
      return this.address.pack(next.href);
    const found = next ? next.origin : JSON.stringify(link.slice(0, 100));
    const remedy = `Only ${this.address.url.origin} is asked, as the contract says. Correct the API, or the location in ${this.source.file}.`;
    throw this.error(url, `links its next page to ${found}. ${remedy}`);
  }

  private standstill(url: URL): CollectError {
    const { pagination } = this.source.server;
    const param = 'param' in pagination ? ` Does it know the parameter "${pagination.param}"?` : '';
    return this.error(
      url,
      `answers the same page as before, so the pull would never end.${param} Correct pagination in ${this.source.file}.`,
    );
  }

  private async unreadable(
    url: URL,
    state: PullState,
    { message }: RefusedFile,
    answer: Answer | undefined,
  ): Promise<CollectError> {
    const { file, server, name } = this.source;
    const kept = answer && (await keepAside(this.objects, this.source, state, answer.bytes));
    const path = server.records === '' ? 'the page itself' : `the list at "${server.records}"`;
    return this.error(
      url,
      `answered no page of ${name}; expected ${path}. ${message} Nothing of it has landed; the answer is kept as ${kept}. If the API has changed, correct records in ${file}.`,
    );
  }

  private error(url: URL, what: string): CollectError {
    return new CollectError('unreadable', `${this.source.name}: ${this.address.show(url)} ${what}`);
  }
}
