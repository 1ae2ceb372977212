import { asWarehouseError } from '../../src/adapters/duckdb/failures';
import { WarehouseError } from '../../src/ports/warehouse';

const CASES: readonly (readonly [kind: string, said: string, message: string])[] = [
  ['assertion', 'Invalid Input Error: assertion failed: sums differ', 'assertion failed: sums differ'],
  ['conflict', 'TransactionContext Error: Conflict on update!', 'Conflict on update!'],
  [
    'conflict',
    'TransactionContext Error: Catalog write-write conflict on create with "t"',
    'Catalog write-write conflict on create with "t"',
  ],
  [
    'cancelled',
    'INTERRUPT Error: Interrupted!',
    'The statement was interrupted: somebody cancelled its job.',
  ],
  [
    'not_found',
    'Catalog Error: Table with name nope does not exist!\nDid you mean "pg_enum"?\n\nLINE 1: select * from nope\n        ^',
    'Table with name nope does not exist!\nDid you mean "pg_enum"?',
  ],
  ['not_found', 'Catalog Error: Schema with name s1 does not exist!', 'Schema with name s1 does not exist!'],
  [
    'invalid',
    "Conversion Error: Could not convert string 'abc' to INT64\n\nLINE 1: SELECT 'secret'\n      ^",
    "Could not convert string 'abc' to INT64",
  ],
  [
    'invalid',
    'Binder Error: Referenced column "zz" not found in FROM clause!\nCandidate bindings: "a"\n\nLINE 1: select zz\n  ^',
    'Referenced column "zz" not found in FROM clause!',
  ],
  [
    'transient',
    'IO Error: Could not write file "x": No space left on device',
    'Could not write file "x": No space left on device',
  ],
  ['transient', 'Out of Memory Error: could not allocate block', 'could not allocate block'],
];

describe('An error of DuckDB', () => {
  test.each(CASES)('is %s when it says %j', (kind, said, message) => {
    const cause = new Error(said);
    const error = asWarehouseError(cause);
    expect(error).toBeInstanceOf(WarehouseError);
    expect(error).toMatchObject({ kind, message, cause });
  });

  test('that is not one of DuckDB passes through', () => {
    const bug = new TypeError('x is not a function');
    expect(asWarehouseError(bug)).toBe(bug);
  });
});
