import type { Manifest } from '../core/manifest';
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
