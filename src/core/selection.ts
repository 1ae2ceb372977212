/** What a selector is matched against. */
export interface Selectable {
  /** `layer.name`. */
  readonly name: string;
  readonly tags: readonly string[];
}

/** A node of the graph that `+` walks along. */
export interface SelectableNode extends Selectable {
  readonly inputs: readonly { readonly table: string }[];
}

/** One selector without `+`: a name with or without its layer, either with `*`, or `tag:x`. */
export function matches(selector: string, { name, tags }: Selectable): boolean {
  if (selector.startsWith('tag:')) return tags.includes(selector.slice('tag:'.length));
  const pattern = globPattern(selector);
  return pattern.test(name) || pattern.test(name.slice(name.indexOf('.') + 1));
}

export const selects = (selectors: readonly string[], model: Selectable): boolean =>
  selectors.some((selector) => matches(selector, model));

/** What a selector selects; `nothing` are the parts of the text that select no model. */
export interface Selection {
  readonly names: readonly string[];
  readonly nothing: readonly string[];
}

/**
 * Selectors separated by commas, each with what it reads (`+x`), what reads it (`x+`), or both.
 * @returns names in the order of the models
 */
export function selectModels(models: readonly SelectableNode[], text: string): Selection {
  const selected = new Set<string>();
  const nothing: string[] = [];
  for (const selector of text.split(',').map((part) => part.trim())) {
    const found = expand(models, selector);
    if (found.size === 0) nothing.push(selector);
    for (const name of found) selected.add(name);
  }
  return { names: models.map((model) => model.name).filter((name) => selected.has(name)), nothing };
}

const PLUS = /^(?<upstream>\+?)(?<selector>.*?)(?<downstream>\+?)$/s;

function expand(models: readonly SelectableNode[], text: string): Set<string> {
  const { upstream, selector = '', downstream } = PLUS.exec(text)?.groups ?? {};
  const found = models.filter((model) => matches(selector, model)).map((model) => model.name);
  const read = new Map(models.map((model) => [model.name, model.inputs.map((input) => input.table)]));
  return new Set([
    ...found,
    ...(upstream
      ? reachable(found, (name) => (read.get(name) ?? []).filter((table) => read.has(table)))
      : []),
    ...(downstream ? reachable(found, readersIn(models)) : []),
  ]);
}

function readersIn(models: readonly SelectableNode[]): (name: string) => readonly string[] {
  const readers = new Map<string, string[]>();
  for (const { name, inputs } of models)
    for (const { table } of inputs) readers.set(table, [...(readers.get(table) ?? []), name]);
  return (name) => readers.get(name) ?? [];
}

function reachable(from: readonly string[], next: (name: string) => readonly string[]): Set<string> {
  const seen = new Set(from);
  for (const name of seen) for (const neighbour of next(name)) seen.add(neighbour);
  return seen;
}

function globPattern(glob: string): RegExp {
  const parts = glob.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}
