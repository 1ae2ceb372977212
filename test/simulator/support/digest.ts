import { createHash } from 'node:crypto';
import { contentOf, type Network, simulate, truth } from '../../../src/simulator';

/** SHA-256 over everything that a network delivers: file names and bytes, records of the API, the truth. */
export function digest(network: Network): string {
  const hash = createHash('sha256');
  for (const file of network.files) hash.update(file.name).update(contentOf(file));
  hash.update(JSON.stringify(network.feeds.visits.map((record) => record.fields)));
  hash.update(JSON.stringify(network.feeds.transactions.map((record) => record.fields)));
  return hash.update(JSON.stringify(truth(network))).digest('hex');
}

/** Nine days around the night in which summer time ends. */
export const SMALL = { stores: 5, products: 36, days: 9, startDate: '2026-10-20' } as const;

// Run as a program: prints the digest, for a comparison between processes.
if (process.argv[1]?.endsWith('digest.ts')) process.stdout.write(digest(simulate(SMALL)));
