import { countedText } from '../core/counted';
import type { Landed } from '../ingest/sweep';
import { printError } from './print';

/** To people beside the data: what a plan cannot know yet. */
export function tellWaiting(waiting: Landed['waiting']): void {
  for (const source of new Set(waiting.map((file) => file.source.name))) {
    const { length } = waiting.filter((file) => file.source.name === source);
    const wait = length === 1 ? 'waits' : 'wait';
    printError(
      `${countedText(length, 'file')} ${wait} in landing for ${source}: ecluse ingest brings ${length === 1 ? 'it' : 'them'} in, and ecluse run does so first.`,
    );
  }
}
