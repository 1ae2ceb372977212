import { countedText } from '../core/counted';
import type { Manifest, Model, ModelInput } from '../core/manifest';
import type { Versions } from '../core/planning/versions';
import type { IsoDate } from '../core/types';

/** Of models whose history begins after the first date that was asked for: that the days before are left out. */
export function startLines({ models }: Manifest, first: IsoDate, wanted?: readonly string[]): string[] {
  const late = models.filter(
    ({ name, as, start }) =>
      as === 'incremental' && start !== undefined && start > first && (!wanted || wanted.includes(name)),
  );
  return [...new Set(late.flatMap(({ start }) => start ?? []))].sort().map((start) => {
    const names = late.filter((model) => model.start === start).map(({ name }) => name);
    return `Left out are the days before ${start}, the start of ${names.join(', ')}. Move start to have them.`;
  });
}

/** Of rows that are there, but before the start of what reads them by day. */
export const earlierLines = ({ models }: Manifest, versions: Versions): string[] =>
  models.flatMap((model) =>
    model.inputs.flatMap((input) => {
      const rows = rowsBefore(model, input, versions);
      if (rows === 0) return [];
      return `${countedText(rows, 'row')} of ${input.table} from before ${model.start}, the start of ${model.name}: not read. Move start to have them.`;
    }),
  );

function rowsBefore({ as, start }: Model, input: ModelInput, versions: Versions): number {
  const table = versions.get(input.table);
  if (as !== 'incremental' || start === undefined || input.versioning !== 'partition' || !table) return 0;
  const earlier = table.dates().filter((date) => date < start);
  return earlier.reduce((sum, date) => sum + (table.get(date)?.rows ?? 0), 0);
}
