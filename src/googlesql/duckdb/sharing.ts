/**
 * Macros repeat their arguments, and nested macros repeat them exponentially. DuckDB has no LET, so an argument that is
 * itself made of macros is bound as the parameter of a lambda over a list of one.
 */

/** From this many nested macro calls on, an argument is bound. */
const BOUND_FROM = 2;

const CONSTANT = /^(?:'(?:[^']|'')*'|-?[\d.]+|CAST\((?:-?\d+|'[^']*'|NULL) AS [\w(),]+\))$/;

/**
 * The SQL that `use` makes of the values, in which each heavy value stands once. An unnamed row carries them: DuckDB
 * forgets the names of a named struct around a column of an outer query.
 */
export function bindOnce(values: readonly string[], use: (names: readonly string[]) => string): string {
  if (!values.some(isHeavy)) return use(values);
  const bound = values.filter((value) => !CONSTANT.test(value));
  const parameter = freshName(values);
  const names = values.map((value) =>
    CONSTANT.test(value) ? value : `struct_extract(${parameter}, ${bound.indexOf(value) + 1})`,
  );
  return `list_transform([row(${bound.join(', ')})], lambda ${parameter}: ${use(names)})[1]`;
}

/** A name that no lambda around or inside the values has: `bound0`, `bound1`, … */
function freshName(values: readonly string[]): string {
  const taken = values.flatMap((value) =>
    [...value.matchAll(/\bbound(\d+)\b/g)].map((match) => Number(match[1])),
  );
  return `bound${Math.max(-1, ...taken) + 1}`;
}

function isHeavy(value: string): boolean {
  return (value.match(/\bbq_\w+\(/g) ?? []).length >= BOUND_FROM;
}
