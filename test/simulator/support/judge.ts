type Fields = Readonly<Record<string, unknown>>;

/** How the platform has to judge the records of a source. */
export interface Rules {
  readonly key: readonly string[];
  /** Whether the record keeps the contract and speaks of known stores and products. */
  readonly accepts: (fields: Fields) => boolean;
}

export interface Verdict<Record> {
  readonly published: readonly Record[];
  readonly quarantined: readonly Record[];
  readonly duplicates: readonly Record[];
}

/** Quarantine first; of the rest, the greatest `updated_at` of each key is published and the others are duplicates. */
export function judge<Item extends { readonly fields: Fields }>(
  items: readonly Item[],
  rules: Rules,
): Verdict<Item> {
  const quarantined = items.filter(({ fields }) => !rules.accepts(fields));
  const winners = new Map<string, Item>();
  const duplicates: Item[] = [];
  for (const item of items.filter(({ fields }) => rules.accepts(fields))) {
    const key = JSON.stringify(rules.key.map((column) => item.fields[column]));
    const rival = winners.get(key);
    const wins = rival === undefined || String(item.fields.updated_at) > String(rival.fields.updated_at);
    if (rival !== undefined) duplicates.push(wins ? rival : item);
    if (wins) winners.set(key, item);
  }
  return { published: [...winners.values()], quarantined, duplicates };
}

export const isCount = (value: unknown, min: number): boolean =>
  Number.isInteger(Number(value)) && Number(value) >= min;

export const isAmount = (value: unknown): boolean => value !== null && Number(value) >= 0;
