export interface Node {
  readonly name: string;
  /** Names it reads, of this graph or of others. */
  readonly reads: readonly string[];
}

export interface Order<T> {
  /** Each node comes after what it reads; what is in a circle comes in some place. Ties by name. */
  readonly ordered: readonly T[];
  /** The way round of each circle, its first name repeated at the end. */
  readonly cycles: readonly (readonly string[])[];
}

/** Nodes in an order that never depends on the order in which they are given. */
export function inOrder<T extends Node>(nodes: readonly T[]): Order<T> {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const ordered: T[] = [];
  const cycles: string[][] = [];
  const done = new Set<string>();
  const visit = (node: T, path: readonly string[]): void => {
    const start = path.indexOf(node.name);
    if (start >= 0) {
      cycles.push([...path.slice(start), node.name]);
      return;
    }
    if (done.has(node.name)) return;
    for (const read of [...node.reads].sort()) {
      const next = byName.get(read);
      if (next) visit(next, [...path, node.name]);
    }
    if (done.has(node.name)) return;
    done.add(node.name);
    ordered.push(node);
  };
  for (const node of [...nodes].sort((a, b) => (a.name < b.name ? -1 : 1))) visit(node, []);
  return { ordered, cycles };
}
