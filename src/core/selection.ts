/** What a selector is matched against. */
export interface Selectable {
  readonly name: string;
  readonly tags: readonly string[];
}

/** One selector: a name, a name with `*`, or `tag:x`. */
export function matches(selector: string, { name, tags }: Selectable): boolean {
  if (selector.startsWith('tag:')) return tags.includes(selector.slice('tag:'.length));
  const pattern = selector.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${pattern.join('.*')}$`).test(name);
}

export const selects = (selectors: readonly string[], model: Selectable): boolean =>
  selectors.some((selector) => matches(selector, model));
