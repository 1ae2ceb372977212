import fc from 'fast-check';
import { cutAt, places } from './support/chunks';
import { type Field, parseClean } from './support/clean-form';
import { csvText, fields, startLines, styles } from './support/csv-text';
import { loadClean, withDuckDb } from './support/duckdb';
import { read } from './support/read';

const HEADER = ['a', 'b', 'c'];
const records = fc.array(fc.array(fields, { minLength: 3, maxLength: 3 }), { maxLength: 12 });
const contracts = fc.constantFrom(
  ['a', 'b', 'c'],
  ['c', 'a', 'b'],
  ['a', 'b', 'c', 'd'],
  ['b', 'x', 'c', 'a'],
);

/** What the clean form has to hold. */
function expected(rows: readonly Field[][], contract: readonly string[]): Field[][] {
  const lines = startLines(HEADER, rows);
  return rows.map((row, i) => [
    ...contract.map((name) => row[HEADER.indexOf(name)] ?? null),
    null,
    lines[i] ?? null,
  ]);
}

test('records come back from the clean form as they were, however the CSV was written and cut', async () => {
  await fc.assert(
    fc.asyncProperty(records, styles, contracts, places, async (rows, style, contract, cuts) => {
      const file = Buffer.from(csvText(HEADER, rows, style));
      const format = { kind: 'csv', delimiter: style.delimiter } as const;
      const reading = await read(cutAt(file, cuts), { format, columns: contract, required: HEADER });
      expect(reading.malformedLines).toEqual([]);
      expect(parseClean(reading.clean)).toEqual(expected(rows, contract));
      expect(reading.records).toBe(rows.length);
      expect(reading.cleanBytes).toBe(reading.clean.length);
      expect(reading.multiline).toBe(rows.flat().some((field) => /[\r\n]/.test(field ?? '')));
    }),
    { numRuns: 300 },
  );
});

test('DuckDB loads the clean form with zero tolerance and finds the same values', async () => {
  await withDuckDb(async (db, folder) => {
    await fc.assert(
      fc.asyncProperty(records, styles, contracts, async (rows, style, contract) => {
        fc.pre(rows.length > 0);
        const file = csvText(HEADER, rows, style);
        const format = { kind: 'csv', delimiter: style.delimiter } as const;
        const { clean } = await read(file, { format, columns: contract, required: HEADER });
        expect(await loadClean(db, folder, clean, contract.length + 2)).toEqual(expected(rows, contract));
      }),
      { numRuns: 150 },
    );
  });
});

test('DuckDB loads values of several megabytes beside small ones', async () => {
  const rows: Field[][] = [
    ['x'.repeat(3_000_000), '"'.repeat(2_000_000), '\n'.repeat(1_000_000)],
    ['1', '', null],
  ];
  const style = { delimiter: ',', lineEnd: '\n', quotes: [false], lastLineEnd: true } as const;
  await withDuckDb(async (db, folder) => {
    const { clean } = await read(csvText(HEADER, rows, style), { columns: HEADER, required: HEADER });
    expect(await loadClean(db, folder, clean, 5)).toEqual(expected(rows, HEADER));
  });
});
