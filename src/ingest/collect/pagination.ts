import * as z from 'zod';
import type { ApiServer } from '../../core/manifest';
import { type Page, textAt } from './page';

/** Which page to ask for; kept in the state, so plain data. */
export const request = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('first') }),
  /** Number, offset or cursor. */
  z.object({ kind: z.literal('value'), value: z.string() }),
  z.object({ kind: z.literal('link'), url: z.string() }),
]);
export type PageRequest = z.infer<typeof request>;

/** Where a page is, and what it says about the next. */
export interface Turn {
  readonly server: ApiServer;
  readonly request: PageRequest;
  readonly page: Page;
  /** Absolute URL from the Link header, without secrets. */
  readonly link: string | null;
}

/**
 * The request after this one; `null` when this was the last page. Numbered pages end with an empty one: a page that is
 * shorter than was asked for proves nothing, as many APIs give less than they are asked for.
 */
export function following({ server, request: asked, page, link }: Turn): PageRequest | null {
  const { pagination } = server;
  const count = page.records.length;
  switch (pagination.kind) {
    case 'none':
      return null;
    case 'link':
      return link === null ? null : { kind: 'link', url: link };
    case 'cursor':
      return fromCursor(textAt(page.bytes, pagination.path));
    case 'page':
      return count === 0 ? null : numbered(numberOf(asked, pagination.first) + 1);
    case 'offset':
      return count === 0 ? null : numbered(numberOf(asked, 0) + count);
  }
}

/** The URL of a page. `since` and page sizes belong to all pages but those that a link names. */
export function urlOf(base: URL, server: ApiServer, since: string | null, asked: PageRequest): URL {
  if (asked.kind === 'link') return new URL(asked.url);
  const { pagination, incremental } = server;
  const url = new URL(base);
  if (incremental && since !== null) url.searchParams.set(incremental.param, since);
  if ('sizeParam' in pagination && pagination.sizeParam !== undefined && pagination.size !== undefined)
    url.searchParams.set(pagination.sizeParam, String(pagination.size));
  if (pagination.kind === 'page')
    url.searchParams.set(pagination.param, String(numberOf(asked, pagination.first)));
  if (pagination.kind === 'offset') url.searchParams.set(pagination.param, String(numberOf(asked, 0)));
  if (pagination.kind === 'cursor' && asked.kind === 'value')
    url.searchParams.set(pagination.param, asked.value);
  return url;
}

const fromCursor = (cursor: string | null | undefined): PageRequest | null =>
  cursor ? { kind: 'value', value: cursor } : null;

const numbered = (value: number): PageRequest => ({ kind: 'value', value: String(value) });

const numberOf = (asked: PageRequest, first: number): number =>
  asked.kind === 'value' ? Number(asked.value) : first;
