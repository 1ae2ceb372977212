import { parseClean } from './support/clean-form';
import { read } from './support/read';

describe('a malformed CSV record', () => {
  test.each([
    ['has too many fields', '1,2,3', '3 fields, the header has 2'],
    ['has too few fields', '1', '1 fields, the header has 2'],
    ['has text behind a closing quote', '"x"y,2', 'text after a closing quote'],
    ['has a carriage return outside of quotes', '1\rx,2', 'carriage return outside quotes'],
    ['has a NUL byte', '1,\0', 'NUL byte'],
  ])('that %s is kept with its line and text, and its neighbours are read', async (_, line, reason) => {
    const { clean, malformedLines } = await read(`a,b\nx,y\n${line}\nx,y\n`);
    expect(malformedLines).toEqual([{ line: 3, reason, text: line }]);
    expect(clean.toString()).toBe('x,y,,2\nx,y,,4\n');
  });

  test('that is not UTF-8 is kept as base64, with the place of the first bad byte', async () => {
    const line = Buffer.from('caf\xe9,2', 'latin1');
    const { malformedLines } = await read(Buffer.concat([Buffer.from('a,b\n'), line, Buffer.from('\n')]));
    const reason = 'not UTF-8: byte 0xe9 at position 4; convert the file to UTF-8';
    expect(malformedLines).toEqual([{ line: 2, reason, base64: line.toString('base64') }]);
  });

  test('is told from one beside it that has a genuine replacement character', async () => {
    const bad = Buffer.concat([Buffer.from('\ufffd'), Buffer.from([0xff]), Buffer.from(',2\n')]);
    const { clean, malformedLines } = await read(Buffer.concat([Buffer.from('a,b\n\ufffd,1\n'), bad]));
    expect(clean.toString()).toBe('\ufffd,1,,2\n');
    expect(malformedLines[0]?.reason).toContain('byte 0xff at position 4');
  });

  test('of several lines is malformed as a whole when its fields are as many as they should be', async () => {
    const { clean, malformedLines } = await read('a,b\n"x\0\ny",2\n4,5\n');
    expect(malformedLines).toEqual([{ line: 2, reason: 'NUL byte', text: '"x\0\ny",2' }]);
    expect(parseClean(clean)).toEqual([['4', '5', null, '4']]);
  });

  test('of several lines with the wrong number of fields does not swallow the lines after its first', async () => {
    const { clean, malformedLines } = await read('a,b\n1,"x\n2,3\n4",4\n5,"y\nz"\n');
    expect(malformedLines).toEqual([
      { line: 2, reason: '3 fields, the header has 2, on several lines', text: '1,"x' },
      { line: 4, reason: 'quote inside an unquoted field, after a broken quote', text: '4",4' },
    ]);
    expect(parseClean(clean)).toEqual([
      ['2', '3', null, '3'],
      ['5', 'y\nz', null, '5'],
    ]);
  });

  test('of a file whose every line lacks its outer quotes costs no more time than any other', async () => {
    const line = 'x","y","z\n';
    const { malformed } = await read(`"a","b"\n${line.repeat(300_000)}`);
    expect(malformed).toBe(300_000);
  });

  test('with a quote that is never closed costs its first line only', async () => {
    const { clean, malformedLines } = await read('a,b\n1,2\n3,"4\n5,6\n7,8\n');
    expect(malformedLines).toEqual([
      { line: 3, reason: 'quote not closed before the end of the file', text: '3,"4' },
    ]);
    expect(clean.toString()).toBe('1,2,,2\n5,6,,4\n7,8,,5\n');
  });

  test('with a quote that a later line seems to close costs its first line only', async () => {
    const { clean, malformedLines } = await read('a,b\n3,"4\n5,6\n7,"8"\n9,10\n');
    expect(malformedLines).toEqual([{ line: 2, reason: 'text after a closing quote', text: '3,"4' }]);
    expect(clean.toString()).toBe('5,6,,3\n7,"8",,4\n9,10,,5\n');
  });

  test('does not leave the tail of a broken field behind as a record', async () => {
    const { clean, malformedLines } = await read('a,b\n1,"x\ny,"z\n2,3\n');
    expect(malformedLines.map(({ line }) => line)).toEqual([2, 3]);
    expect(malformedLines[1]?.reason).toBe('broken quote, after another one');
    expect(clean.toString()).toBe('2,3,,4\n');
  });

  test('may be the end of a field whose quoting broke: a quote inside its unquoted field gives it away', async () => {
    const { clean, malformedLines } = await read('a,b\n1,"x\ny",z"w,2\n3" pipe,4\n');
    expect(malformedLines.map(({ line }) => line)).toEqual([2, 3]);
    expect(parseClean(clean)).toEqual([['3" pipe', '4', null, '4']]);
  });

  test('longer than the limit is cut, and reading resumes on the next line', async () => {
    const long = 'é'.repeat(100_000);
    const { clean, malformedLines } = await read(`a,b\n1,${long}\n2,3\n`, {
      limits: { recordBytes: 70_001 },
    });
    expect(clean.toString()).toBe('2,3,,3\n');
    expect(malformedLines).toHaveLength(1);
    expect(malformedLines[0]).toMatchObject({
      line: 2,
      reason: 'longer than 70001 bytes; the first 65536 are kept',
    });
    expect(malformedLines[0]?.text).toBe(`1,${'é'.repeat(32_767)}`);
  });

  test('with a quoted field beyond the limit costs its first line only', async () => {
    const lines = Array.from({ length: 100 }, (_, i) => `${i},x`).join('\n');
    const { records, malformedLines } = await read(`a,b\n1,"x\n${lines}\n`, { limits: { recordBytes: 200 } });
    expect(malformedLines).toEqual([{ line: 2, reason: 'quote not closed within 200 bytes', text: '1,"x' }]);
    expect(records).toBe(100);
  });

  test('at the limit is read, one byte beyond it is malformed, whatever the line end', async () => {
    const lines = [`1,${'x'.repeat(8)}`, `1,${'x'.repeat(9)}`];
    for (const end of ['\n', '\r\n']) {
      const { records, malformed } = await read(['a,b', ...lines, ''].join(end), {
        limits: { recordBytes: 10 },
      });
      expect({ records, malformed }).toEqual({ records: 1, malformed: 1 });
    }
  });
});
