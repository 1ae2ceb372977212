/** The templates that `write` makes of each item. */
export function each<T>(
  items: readonly T[],
  write: (item: T) => string | readonly string[],
): readonly string[] {
  return items.flatMap(write);
}
