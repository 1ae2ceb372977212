import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { decodeType, encodeType, type TypeMessage } from '../../src/googlesql/analyzer/messages';
import { Decoder, type Shapes } from '../../src/googlesql/analyzer/protocol/decode';
import { encode } from '../../src/googlesql/analyzer/protocol/encode';
import { TREE } from '../../src/googlesql/analyzer/tree';
import { parseType, printType } from '../../src/googlesql/types';

const PLAIN: Shapes = { shapeOf: () => undefined, isOpaque: () => false, isInherited: () => false };
const decoder = new Decoder(PLAIN);

function roundTrip(name: string, message: object): unknown {
  return decoder.decode(name, encode(name, message));
}

describe("the messages of the analyzer's server", () => {
  test('are those of the package that is installed', () => {
    const { protocol } = require('../../scripts/protocol.js') as { protocol(): unknown };
    const file = join(__dirname, '../../src/googlesql/analyzer/protocol/protocol.json');
    const committed: unknown = JSON.parse(readFileSync(file, 'utf8'));
    expect(committed).toEqual(JSON.parse(JSON.stringify(protocol())));
  });
});

describe('what is encoded', () => {
  test('decodes to the same 64-bit integer, also beyond the precision of a number', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (integer) => {
        const value = { int64Value: String(integer) };
        expect(roundTrip('ValueProto', value)).toEqual({ ...value, value: 'int64Value' });
      }),
    );
  });

  test('decodes to the same scalars of each kind', () => {
    fc.assert(
      fc.property(
        fc.record({ int32Value: fc.integer() }),
        fc.record({ doubleValue: fc.double() }),
        fc.record({ stringValue: fc.string({ unit: 'binary' }) }),
        fc.record({ boolValue: fc.boolean() }),
        (...values) => {
          for (const value of values) expect(roundTrip('ValueProto', value)).toMatchObject(value);
        },
      ),
    );
  });

  test('decodes to the same maps and lists', () => {
    const cell = [{ stringValue: 'é' }, {}];
    const message = { tableContent: { t: { tableData: { row: [{ cell }] } }, 'ü.v': {} } };
    expect(roundTrip('EvaluateQueryRequest', message)).toMatchObject(message);
  });

  test('may hold a message that was encoded before', () => {
    const type = { typeKind: 'TYPE_INT64' };
    const column = { name: 'x', type: encode('TypeProto', type) };
    expect(roundTrip('SimpleColumnProto', column)).toMatchObject({ name: 'x', type });
  });

  test('is refused where the message has no such field or value', () => {
    expect(() => encode('TypeProto', { kind: 'TYPE_INT64' })).toThrow('TypeProto has no field kind');
    expect(() => encode('TypeProto', { typeKind: 'TYPE_INT' })).toThrow('TYPE_INT is none of TypeKind');
  });
});

describe('the tree', () => {
  const tree = new Decoder(TREE);

  test('has types in the place of their messages', () => {
    const type = parseType('ARRAY<STRUCT<a INT64, b ARRAY<NUMERIC>>>');
    const bytes = encode('TypeProto', encodeType(type));
    expect(printType(tree.decode('TypeProto', bytes) as typeof type)).toBe(printType(type));
    expect(() => decodeType({ typeKind: 'TYPE_PROTO' } as TypeMessage<typeof type>)).toThrow('TYPE_PROTO');
  });

  test('has no wrappers, and inherited fields beside the others', () => {
    const parent = { parent: { parseLocationRange: { start: 7, end: 9 } }, type: { typeKind: 'TYPE_BOOL' } };
    const wrapped = {
      resolvedLiteralNode: {
        parent,
        value: { type: { typeKind: 'TYPE_BOOL' }, value: { boolValue: true } },
      },
    };
    expect(tree.decode('AnyResolvedExprProto', encode('AnyResolvedExprProto', wrapped))).toMatchObject({
      kind: 'Literal',
      at: 7,
      type: { kind: 'BOOL' },
      value: true,
    });
  });
});
