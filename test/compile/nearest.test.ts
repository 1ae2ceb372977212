import fc from 'fast-check';
import { nearest } from '../../src/compile/nearest';

const name = fc.stringMatching(/^[a-z_]{1,12}$/);
const names = fc.uniqueArray(name, { maxLength: 6 });

describe('the nearest name', () => {
  test('is the name itself where it is known', () => {
    fc.assert(
      fc.property(names, name, (known, wanted) => expect(nearest(wanted, [...known, wanted])).toBe(wanted)),
    );
  });

  test('is always one of the known names, whatever their order', () => {
    fc.assert(
      fc.property(names, name, (known, wanted) => {
        const found = nearest(wanted, known);
        if (found !== undefined) expect(known).toContain(found);
        expect(nearest(wanted, [...known].reverse())).toBe(found);
      }),
    );
  });

  test('is found after one slip of the finger', () => {
    const slip = fc.tuple(
      fc.stringMatching(/^[a-z]{3,12}$/),
      fc.nat(),
      fc.constantFrom('drop', 'add', 'change'),
    );
    fc.assert(
      fc.property(slip, ([wanted, place, kind]) => {
        const at = place % wanted.length;
        const rest = kind === 'add' ? wanted.slice(at) : wanted.slice(at + 1);
        const typed = wanted.slice(0, at) + (kind === 'drop' ? '' : '#') + rest;
        expect(nearest(typed, [wanted, 'something_else_entirely'])).toBe(wanted);
      }),
    );
  });

  test.each([
    ['STORE_ID', ['store_id', 'sku'], 'store_id'],
    ['visitrs', ['visits', 'visitors'], 'visitors'],
    ['abc', ['xyz'], undefined],
    ['', ['a'], 'a'],
    ['revenue', [], undefined],
  ])('of %s among %j is %s', (wanted, known, expected) => {
    expect(nearest(wanted, known)).toBe(expected);
  });
});
