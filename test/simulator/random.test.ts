import { choose } from '../../src/simulator/dirt/choose';
import { stream } from '../../src/simulator/random';

const draws = (name: string, count: number) => {
  const random = stream(42, name);
  return Array.from({ length: count }, () => random.next());
};

describe('streams of random numbers', () => {
  test('are the same for the same seed and name, whatever other streams drew', () => {
    const before = draws('visits', 5);
    draws('receipts', 1000);
    expect(draws('visits', 5)).toEqual(before);
  });

  test('differ by name and by seed', () => {
    expect(draws('visits', 3)).not.toEqual(draws('receipts', 3));
    expect(stream(1, 'visits').next()).not.toBe(stream(2, 'visits').next());
  });

  test('are uniform in [0, 1) to within one percent over ten buckets', () => {
    const buckets = new Array<number>(10).fill(0);
    for (const draw of draws('uniform', 200_000)) {
      const bucket = Math.floor(draw * 10);
      buckets[bucket] = (buckets[bucket] ?? 0) + 1;
    }
    for (const count of buckets) expect(Math.abs(count - 20_000)).toBeLessThan(600);
  });

  test('give integers from the least to the greatest, both included', () => {
    const random = stream(7, 'integers');
    const seen = new Set(Array.from({ length: 500 }, () => random.int(-2, 2)));
    expect([...seen].sort((a, b) => a - b)).toEqual([-2, -1, 0, 1, 2]);
  });

  test('stay within the spread around a mean', () => {
    const random = stream(7, 'around');
    const values = Array.from({ length: 5000 }, () => random.around(100, 0.3));
    expect(Math.min(...values)).toBeGreaterThanOrEqual(70);
    expect(Math.max(...values)).toBeLessThanOrEqual(130);
  });

  test('refuse to pick from an empty list', () => {
    expect(() => stream(1, 'empty').pick([])).toThrow('Cannot pick from an empty list.');
  });
});

describe('choosing a kind of dirt', () => {
  test('chooses each kind as often as its probability says, and nothing for the rest', () => {
    const random = stream(3, 'choose');
    const counts = { late: 0, duplicate: 0, nothing: 0 };
    for (let draw = 0; draw < 20_000; draw += 1) {
      counts[choose(random, { late: 0.1, duplicate: 0.3 }) ?? 'nothing'] += 1;
    }
    expect(counts.late / 20_000).toBeCloseTo(0.1, 1);
    expect(counts.duplicate / 20_000).toBeCloseTo(0.3, 1);
    expect(counts.late + counts.duplicate + counts.nothing).toBe(20_000);
  });
});
