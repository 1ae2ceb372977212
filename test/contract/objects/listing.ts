import type { Claim } from '../claims';
import { namesIn, type Store } from './tools';

/** In order of UTF-8 bytes, which is neither the order of folders nor that of UTF-16: an emoji comes after U+FF5E. */
const ORDERED = ['a-b', 'a.csv', 'a/b', 'a/b-/c', 'a/b.csv', 'a/b/c', 'a0', 'é', '\uff5e', '😀'].map(
  (name) => `listing/${name}`,
);

export function claimListing(claim: Claim, store: Store): void {
  claim('objects are listed in order of their UTF-8 bytes', async () => {
    const possible = ORDERED.filter((name) => name !== 'listing/a/b');
    for (const name of [...possible].reverse()) await store().write('malformed', name, name);
    expect(await namesIn(store(), 'malformed')).toEqual(possible);
  });

  claim('a listing carries what stat answers', async () => {
    for await (const listed of store().list('malformed', 'listing/')) {
      expect(await store().stat('malformed', listed.name)).toEqual(listed);
    }
  });

  claim('a prefix is the beginning of a name, not a folder', async () => {
    expect(await namesIn(store(), 'malformed', 'listing/a/b')).toEqual([
      'listing/a/b-/c',
      'listing/a/b.csv',
      'listing/a/b/c',
    ]);
    expect(await namesIn(store(), 'malformed', 'listing/a/b/')).toEqual(['listing/a/b/c']);
    expect(await namesIn(store(), 'malformed', 'listing/a.csv')).toEqual(['listing/a.csv']);
    expect(await namesIn(store(), 'malformed', 'listing/nothing')).toEqual([]);
    expect(await namesIn(store(), 'malformed', 'nothing/at/all')).toEqual([]);
  });

  claim('a listing shows one bucket only', async () => {
    await store().write('archive', 'listing/elsewhere', 'x');
    expect(await namesIn(store(), 'malformed', 'listing/else')).toEqual([]);
  });

  claim('a listing may be left early, and objects may go while it is read', async () => {
    const seen: string[] = [];
    for await (const { name } of store().list('malformed', 'listing/a')) {
      seen.push(name);
      await store().delete('malformed', 'listing/a0');
      if (seen.length === 3) break;
    }
    expect(seen).toEqual(['listing/a-b', 'listing/a.csv', 'listing/a/b-/c']);
    expect(await namesIn(store(), 'malformed', 'listing/a0')).toEqual([]);
  });
}
