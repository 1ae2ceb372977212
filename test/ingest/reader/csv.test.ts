import { parseClean } from './support/clean-form';
import { read, refusalOf } from './support/read';

describe('a CSV file in clean form', () => {
  test('has the columns of the contract in its order, then the extras, then the line', async () => {
    const { clean, unknownColumns } = await read('z,b,a\n9,2,1\n');
    expect(clean.toString()).toBe('1,2,"{""z"":""9""}",2\n');
    expect(unknownColumns).toEqual(['z']);
  });

  test('tells NULL from the empty text', async () => {
    const { clean } = await read('a,b\n,""\n"",\n');
    expect(clean.toString()).toBe(',"",,2\n"",,,3\n');
  });

  test('keeps NULL in the extras, where all of them are', async () => {
    const { clean } = await read('a,b,y,z\n1,2,,""\n');
    expect(parseClean(clean)).toEqual([['1', '2', '{"y":null,"z":""}', '2']]);
  });

  test('gives NULL for a column of the contract that the header lacks and nobody requires', async () => {
    const { clean } = await read('b\nx\n', { required: [] });
    expect(clean.toString()).toBe(',x,,2\n');
  });

  test('copies records whose last columns are missing in the file', async () => {
    const { clean } = await read('a\nx\ny\n', { columns: ['a', 'b', 'c'], required: ['a'] });
    expect(clean.toString()).toBe('x,,,,2\ny,,,,3\n');
  });

  test.each([
    [';', 'a;b\n1,5;"x;y"\n'],
    ['\t', 'a\tb\n1,5\tx;y\n'],
    ['|', 'a|b\n1,5|x;y\n'],
  ] as const)('reads fields separated by %j', async (delimiter, file) => {
    const { clean } = await read(file, { format: { kind: 'csv', delimiter } });
    expect(parseClean(clean)).toEqual([['1,5', 'x;y', null, '2']]);
  });

  test('takes CRLF for a line end, outside and inside of quotes', async () => {
    const { clean } = await read('a,b\r\n1,"x\r\ny"\r\n2,\r\n');
    expect(parseClean(clean)).toEqual([
      ['1', 'x\r\ny', null, '2'],
      ['2', null, null, '4'],
    ]);
  });

  test('numbers records by the line on which they begin, blank lines counted and skipped', async () => {
    const { clean, records } = await read('\n\r\na,b\n"1\n\n",2\n\n3,4\n\r\n5,6');
    expect(parseClean(clean).map((record) => record.at(-1))).toEqual(['4', '8', '10']);
    expect(records).toBe(3);
  });

  test('skips a byte order mark, and quotes one that belongs to the data', async () => {
    const { clean } = await read('\ufeffa,b\n\ufeffx,2\n');
    expect(clean.toString()).toBe('"\ufeffx",2,,2\n');
  });

  test('takes a quote inside an unquoted field as it is', async () => {
    const { clean } = await read('a,b\n5" pipe,"6"" pipe"\n');
    expect(parseClean(clean)).toEqual([['5" pipe', '6" pipe', null, '2']]);
  });

  test('has quoted column names unquoted, and spaces kept', async () => {
    const { clean } = await read('"a","b ""x"""," "\n1,2,3\n', { required: ['a'] });
    expect(parseClean(clean)).toEqual([['1', null, '{"b \\"x\\"":"2"," ":"3"}', '2']]);
  });

  test('is empty for a file that has a header only', async () => {
    expect(await read('a,b')).toMatchObject({ records: 0, malformed: 0, bytes: 3 });
  });
});

describe('a CSV file is refused', () => {
  test('when a required column is missing, with what was found and what comes near', async () => {
    const refusal = await refusalOf('A ,c\n1,2\n');
    expect(refusal.code).toBe('missing_column');
    expect(refusal.message).toMatchInlineSnapshot(
      `"The file lacks the required columns "a", "b". Its columns are "A ", "c". "A " differs from "a" in case or spaces only. Deliver the file with every required column, or correct the names in the contract."`,
    );
  });

  test('when another delimiter was used, with the delimiter that it seems to be', async () => {
    const refusal = await refusalOf('a;b\n1;2\n');
    expect(refusal.code).toBe('missing_column');
    expect(refusal.message).toContain('";": is that the delimiter?');
  });

  test('when it has an unknown column and the contract refuses them', async () => {
    const refusal = await refusalOf('a,b,c\n', { unknown: 'refuse' });
    expect(refusal.code).toBe('unknown_column');
    expect(refusal.message).toContain('Line 1 has column unknown to the contract: "c".');
  });

  test.each([
    ['two columns have one name', 'a,b,a\n', 'duplicate_column'],
    ['it is empty', '', 'empty_header'],
    ['it has blank lines only', '\n\r\n\n', 'empty_header'],
    ['a quote in its header is never closed', 'a,"b\n1,2\n', 'not_this_format'],
    ['its header has text behind a quote', 'a,"b"c\n1,2\n', 'not_this_format'],
    ['its lines end with CR alone', 'a,b\r1,2\r', 'not_this_format'],
    ['its header has a NUL byte', 'a,b\0\n1,2\n', 'not_this_format'],
    ['it has more columns than any warehouse', `a,b${',c'.repeat(20_000)}\n`, 'not_this_format'],
  ])('when %s', async (_, file, code) => {
    expect(await refusalOf(file)).toMatchObject({ code });
  });

  test('when its header is longer than a record may be', async () => {
    const file = `a,b,${'x'.repeat(2000)}\n`;
    expect(await refusalOf(file, { limits: { recordBytes: 1000 } })).toMatchObject({
      code: 'not_this_format',
    });
  });

  test('when its header is in Latin-1, with the remedy', async () => {
    const refusal = await refusalOf(Buffer.from('a,b,priv\xe9\n1,2,3\n', 'latin1'));
    expect(refusal.code).toBe('encoding');
    expect(refusal.message).toContain('iconv -f WINDOWS-1252 -t UTF-8');
  });
});
