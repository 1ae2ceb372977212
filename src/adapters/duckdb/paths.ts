/** DuckDB takes a path for a pattern, also when a file has that very name. */
export function withoutWildcards(address: string): string {
  return address.replace(/[*?[]/g, (wildcard) => `[${wildcard}]`);
}
