/** Which of the two ways to lose the account the query went, and what to do instead. */
export function accountRemedy(bronze: number, staged: number, identities: number): string {
  const filters =
    'The query drops rows: take its WHERE (but for the window) and inner JOINs away, use LEFT JOIN, and stop rows by a check with severity: quarantine instead.';
  const multiplies =
    'The query makes several rows of one: join on a unique key, and unnest or aggregate in a model that reads this one.';
  if (staged > identities) return identities < bronze ? `${multiplies} ${filters}` : multiplies;
  return filters;
}
