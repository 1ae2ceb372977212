import type { Random } from '../random';

/** One draw decides which kind happens, if any; the probabilities are stacked, so that at most one does. */
export function choose<Kind extends string>(
  random: Random,
  probabilities: Readonly<Record<Kind, number>>,
): Kind | undefined {
  let rest = random.next();
  for (const kind of Object.keys(probabilities) as Kind[]) {
    rest -= probabilities[kind];
    if (rest < 0) return kind;
  }
  return undefined;
}
