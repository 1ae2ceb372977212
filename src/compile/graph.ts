import type { Problem } from '../core/errors';

export interface Node {
  readonly name: string;
  readonly file: string;
  /** Names it reads, of this graph or of others. */
  readonly reads: readonly string[];
}

/**
 * Nodes in an order in which each comes after what it reads; ties by name, so that the order never depends on the
 * order of files. A cycle is a problem that names its way round.
 */
export function inOrder<T extends Node>(nodes: readonly T[]): { ordered: T[]; problems: Problem[] } {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const ordered: T[] = [];
  const done = new Set<string>();
  const problems: Problem[] = [];
  const visit = (node: T, path: readonly string[]): void => {
    if (done.has(node.name)) return;
    const start = path.indexOf(node.name);
    if (start >= 0) {
      done.add(node.name);
      problems.push(cycle(node, [...path.slice(start), node.name]));
      return;
    }
    for (const read of [...node.reads].sort()) {
      const next = byName.get(read);
      if (next) visit(next, [...path, node.name]);
    }
    if (done.has(node.name)) return;
    done.add(node.name);
    ordered.push(node);
  };
  for (const node of [...nodes].sort((a, b) => (a.name < b.name ? -1 : 1))) visit(node, []);
  return { ordered, problems };
}

function cycle(node: Node, path: readonly string[]): Problem {
  return {
    code: 'cycle',
    place: { file: node.file },
    message: `the models read each other in a circle: ${path.join(' → ')}.`,
    remedy: 'Take what both need into a model of its own that neither of them feeds.',
  };
}
