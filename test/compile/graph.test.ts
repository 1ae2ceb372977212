import fc from 'fast-check';
import { inOrder, type Node } from '../../src/compile/graph';

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

/** Nodes that read only earlier names, and names of other graphs. */
const withoutCycles: fc.Arbitrary<Node[]> = fc
  .tuple(...NAMES.map((_, index) => fc.subarray([...NAMES.slice(0, index), 'elsewhere'])))
  .map((reads) => NAMES.map((name, index) => ({ name, reads: reads[index] ?? [] })));

const anyGraph: fc.Arbitrary<Node[]> = fc
  .tuple(...NAMES.map(() => fc.subarray(NAMES, { maxLength: 3 })))
  .map((reads) => NAMES.map((name, index) => ({ name, reads: reads[index] ?? [] })));

const shuffled = (nodes: readonly Node[]) =>
  fc.shuffledSubarray([...nodes], { minLength: nodes.length, maxLength: nodes.length });

/** What can be reached from a node, itself only through a cycle. */
function reachable(nodes: readonly Node[], from: string): Set<string> {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const seen = new Set<string>();
  const open = [...(byName.get(from)?.reads ?? [])];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    open.push(...(byName.get(name)?.reads ?? []));
  }
  return seen;
}

describe('the order of a graph', () => {
  test('puts every node after what it reads', () => {
    fc.assert(
      fc.property(withoutCycles, (nodes) => {
        const { ordered, cycles } = inOrder(nodes);
        const place = new Map(ordered.map(({ name }, index) => [name, index]));
        expect(cycles).toEqual([]);
        expect(place.size).toBe(nodes.length);
        for (const { name, reads } of ordered)
          for (const read of reads) expect(place.get(read) ?? -1).toBeLessThan(place.get(name) ?? -1);
      }),
    );
  });

  test('does not depend on the order in which nodes and reads are given', () => {
    const pair = fc
      .oneof(withoutCycles, anyGraph)
      .chain((nodes) => fc.tuple(fc.constant(nodes), shuffled(nodes)));
    fc.assert(
      fc.property(pair, ([nodes, mixed]) => {
        const names = (given: readonly Node[]) => inOrder(given).ordered.map(({ name }) => name);
        expect(names(mixed.map((node) => ({ ...node, reads: [...node.reads].reverse() })))).toEqual(
          names(nodes),
        );
      }),
    );
  });

  test('finds a circle if and only if there is one, and goes its way step by step', () => {
    fc.assert(
      fc.property(anyGraph, (nodes) => {
        const { cycles, ordered } = inOrder(nodes);
        const circular = nodes.some(({ name }) => reachable(nodes, name).has(name));
        expect(cycles.length > 0).toBe(circular);
        expect(ordered).toHaveLength(nodes.length);
        const byName = new Map(nodes.map((node) => [node.name, node]));
        for (const path of cycles) {
          expect(path[0]).toBe(path.at(-1));
          path.slice(1).forEach((read, index) => {
            expect(byName.get(path[index] ?? '')?.reads).toContain(read);
          });
        }
      }),
    );
  });
});
