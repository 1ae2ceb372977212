/** The last version that began on or before `date`; the first one before that. */
export function current<Version extends { readonly from: string }>(
  versions: readonly Version[],
  date: string,
): Version {
  const found = versions.findLast((version) => version.from <= date) ?? versions[0];
  if (found === undefined) throw new RangeError('Something without any version.');
  return found;
}
