import type { Fields } from '../../../src/simulator/dirt/emission';

export interface Answer {
  readonly items: readonly Fields[];
  readonly next_cursor: string | null;
}

/** Walks through the pages of a feed; asks again where the API stumbles. */
export async function fetchAll(url: string, since?: string): Promise<{ records: Fields[]; pages: number }> {
  const records: Fields[] = [];
  let query = since === undefined ? '' : `?since=${encodeURIComponent(since)}`;
  for (let pages = 1; ; pages += 1) {
    const page = await fetchPage(`${url}${query}`);
    records.push(...page.items);
    if (page.next_cursor === null) return { records, pages };
    query = `?cursor=${page.next_cursor}`;
  }
}

async function fetchPage(url: string): Promise<Answer> {
  for (;;) {
    const response = await fetch(url);
    const body = (await response.json()) as Answer;
    if (response.status === 200) return body;
    if (response.status !== 500) throw new Error(`${url}: ${response.status} ${JSON.stringify(body)}`);
  }
}
