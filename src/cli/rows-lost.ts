import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Breaking } from '../core/diff';
import type { Problem } from '../core/errors';
import type { Model } from '../core/manifest';
import type { IsoDate } from '../core/types';
import { migrationText } from './diff/words';

/**
 * @param losses each the end of a sentence
 * @param gone days that could not even be made again
 */
export function rowsLost(
  root: string,
  { name, file }: Model,
  losses: readonly string[],
  gone: readonly IsoDate[],
  changes: readonly Breaking[],
): Problem {
  return {
    code: 'rows_lost',
    place: { file, line: materializeLine(join(root, file)) },
    message: `${name} cannot stay as it is, and ${[...losses, ...goneText(gone)].join('; ')}.`,
    remedy: [
      'Take the change back, give the new table a name of its own, or allow it by a file migrations/NNNN-what-it-does.yaml with the next number:',
      ...migrationText(changes),
    ].join('\n      '),
  };
}

function goneText(dates: readonly IsoDate[]): string[] {
  if (dates.length === 0) return [];
  const range = dates.length === 1 ? dates[0] : `${dates.length} days from ${dates[0]} to ${dates.at(-1)}`;
  return [
    `${range} would never come back, because nothing that it reads has rows of then, or its start is later`,
  ];
}

/** Where the header says how the model is made; else where it begins. */
function materializeLine(file: string): number {
  const lines = readFileSync(file, 'utf8').split('\n');
  return (
    Math.max(
      0,
      lines.findIndex((line) => /^\s*materialize\s*:/.test(line)),
    ) + 1
  );
}
