import { readContract } from '../../src/compile/project/contract';
import type { ContractColumn } from '../../src/compile/project/types';

/** The column of a contract of one property, as it is written between braces. */
function columnOf(property: string): ContractColumn | undefined {
  const text = `apiVersion: v3.1.0
kind: DataContract
id: s
name: s
version: 1.0.0
status: active
team: { name: it, members: [{ username: me, role: owner }] }
servers: [{ server: landing, type: local, path: s/, format: csv }, { server: dwh, type: bigquery, dataset: d }]
schema: [{ name: s, properties: [{ name: a, ${property} }] }]
`;
  const { contract, problems } = readContract('contracts/s.yaml', text);
  expect(problems).toEqual([]);
  return contract?.columns[0];
}

describe('a contract', () => {
  test('that allows no NULL by its quality requires the column', () => {
    expect(columnOf('logicalType: string, quality: [{ metric: nullValues, mustBe: 0 }]')).toMatchObject({
      required: true,
      rules: [],
    });
    expect(columnOf('logicalType: string')).toMatchObject({ required: false });
  });

  test('that allows no invalid values by its quality has a rule of each row', () => {
    const quality = '{ metric: invalidValues, arguments: { pattern: "^A" }, mustBeLessOrEqualTo: 0 }';
    expect(columnOf(`logicalType: string, quality: [${quality}]`)?.rules).toEqual([
      { kind: 'pattern', value: '^A' },
    ]);
  });

  test('describes its quality in words, and its columns by the name that they have', () => {
    const property = 'logicalType: string, physicalName: a, quality: [{ type: text, description: As is. }]';
    expect(columnOf(property)).toMatchObject({ name: 'a', rules: [] });
  });

  test('reads offsets and fractions of timestamps, and bounds beyond the numbers of YAML', () => {
    const options = `{ format: "yyyy-MM-dd'T'HH:mm:ss.SSSSSSZ" }`;
    expect(columnOf(`logicalType: timestamp, logicalTypeOptions: ${options}`)?.format).toBe(
      '%Y-%m-%dT%H:%M:%E*S%z',
    );
    const bound = columnOf('logicalType: integer, logicalTypeOptions: { maximum: "9007199254740993" }');
    expect(bound?.rules).toEqual([{ kind: 'maximum', value: '9007199254740993' }]);
  });
});
