import { parseClean } from './support/clean-form';
import { read, refusalOf } from './support/read';

const ndjson = { format: { kind: 'ndjson' } } as const;

describe('an NDJSON record in clean form', () => {
  test('keeps the text of numbers', async () => {
    const { clean } = await read('{"a":12345678901234567890,"b":1.10}\n{"a":-0,"b":1E+400}\n', ndjson);
    expect(clean.toString()).toBe('12345678901234567890,1.10,,1\n-0,1E+400,,2\n');
  });

  test('has NULL for null and for a member that is absent, and tells both from the empty text', async () => {
    const { clean } = await read('{"a":null,"b":""}\n{"b":true}\n{"a":false,"b":0}', ndjson);
    expect(clean.toString()).toBe(',"",,1\n,true,,2\nfalse,0,,3\n');
  });

  test('has nested values as compact JSON text, numbers and escapes unchanged', async () => {
    const { clean } = await read('{"a" : [ 1.0 , {"x y" : "a \\" \\u00e9 ,b"} ] , "b":{ } }\n', ndjson);
    expect(parseClean(clean)).toEqual([['[1.0,{"x y":"a \\" \\u00e9 ,b"}]', '{}', null, '1']]);
  });

  test('has escapes of texts decoded', async () => {
    const { clean, multiline } = await read('{"a":"\\u00e9\\n\\"\\ud83d\\ude00\\/","b":"é,😀"}', ndjson);
    expect(parseClean(clean)).toEqual([['é\n"😀/', 'é,😀', null, '1']]);
    expect(multiline).toBe(true);
  });

  test('has members unknown to the contract in the extras, as they are written', async () => {
    const { clean, unknownColumns } = await read(
      '{"z":1.10,"a":1,"y":[ 1 ],"x":null}\n{"b":2,"w":"\\u0041"}',
      ndjson,
    );
    expect(parseClean(clean)).toEqual([
      ['1', null, '{"z":1.10,"y":[1],"x":null}', '1'],
      [null, '2', '{"w":"\\u0041"}', '2'],
    ]);
    expect(unknownColumns).toEqual(['z', 'y', 'x', 'w']);
  });

  test('finds columns whose names are escaped', async () => {
    const { clean } = await read('{"\\u0061":1,"b":2}', ndjson);
    expect(clean.toString()).toBe('1,2,,1\n');
  });

  test('follows members that change their places', async () => {
    const { clean } = await read('{"a":1,"b":2}\n{"b":2,"a":1}\n{"a":1,"b":2}\n', ndjson);
    expect(clean.toString()).toBe('1,2,,1\n1,2,,2\n1,2,,3\n');
  });

  test('is numbered by its line, blank lines counted and skipped', async () => {
    const { clean } = await read('\ufeff\n \t\r\n{"a":1,"b":2}\r\n\n{"a":3,"b":4}', ndjson);
    expect(clean.toString()).toBe('1,2,,3\n3,4,,5\n');
  });
});

describe('a malformed NDJSON line', () => {
  test.each([
    ['[{"a":1}]', 'a list, not an object; a JSON document is read as format json'],
    ['"a"', 'an object was expected at position 1'],
    ['{"a":1', '"," or "}" was expected, the text ends at position 7'],
    ['{"a":1} x', 'text behind the object at position 9'],
    ['{"a":1,}', '"," before a closing bracket at position 7'],
    ['{"a":tru}', 'a value was expected at position 6'],
    ['{"a":01}', 'number with a leading zero at position 6'],
    ['{"a":1.}', 'a digit was expected at position 8'],
    ['{"a":"\t"}', 'control character inside a string at position 7'],
    ['{"a":"\\x"}', 'unknown escape at position 7'],
    ['{"a":"\\ud800"}', 'half of a surrogate pair at position 7'],
    ['{"a":"\\u12g4"}', '"\\u" takes four hexadecimal digits at position 7'],
    ["{'a':1}", 'a string was expected at position 2'],
    ['{"a":1,"a":2}', '"a" appears twice'],
    ['{"z":1,"z":2}', '"z" appears twice'],
    ['{"a":1,"\\u0061":2}', '"a" appears twice'],
    ['{"a":"x\\u0000"}', '"a" holds U+0000'],
    ['{"a":NaN}', 'a value was expected at position 6'],
  ])('%s is kept with its reason, and its neighbours are read', async (line, reason) => {
    const { clean, malformedLines } = await read(`{"a":1,"b":2}\n${line}\n{"a":3,"b":4}\n`, ndjson);
    expect(malformedLines).toEqual([{ line: 2, reason, text: line }]);
    expect(clean.toString()).toBe('1,2,,1\n3,4,,3\n');
  });

  test('nested deeper than any warehouse reads does not exhaust the stack', async () => {
    const line = `{"a":${'['.repeat(200_000)}`;
    const { malformedLines } = await read(line, ndjson);
    expect(malformedLines[0]?.reason).toMatch(/nested deeper than 500/);
  });

  test('longer than the limit is cut, and reading resumes on the next line', async () => {
    const { records, malformedLines } = await read(`{"a":"${'x'.repeat(200)}"}\n{"a":1,"b":2}`, {
      ...ndjson,
      limits: { recordBytes: 100 },
    });
    expect(records).toBe(1);
    expect(malformedLines).toMatchObject([
      { line: 1, reason: 'longer than 100 bytes; the first 100 are kept' },
    ]);
  });
});

describe('an NDJSON file', () => {
  test('that is empty has zero records', async () => {
    expect(await read('', ndjson)).toMatchObject({ records: 0, malformed: 0, unknownColumns: [], bytes: 0 });
  });

  test('is refused when no record has a required column', async () => {
    const refusal = await refusalOf('{"a":1}\n{"a":2,"c":3}\n', ndjson);
    expect(refusal.code).toBe('missing_column');
    expect(refusal.message).toContain('required column "b". Its columns are "a", "c".');
  });

  test('is not refused for a required column that is null, or absent from some records', async () => {
    expect(await read('{"a":1}\n{"a":2,"b":null}\n', ndjson)).toMatchObject({ records: 2 });
  });

  test('is refused for an unknown column where the contract refuses them', async () => {
    const refusal = await refusalOf('{"a":1,"b":2}\n{"a":1,"b":2,"c":3}\n', { ...ndjson, unknown: 'refuse' });
    expect(refusal.code).toBe('unknown_column');
    expect(refusal.message).toContain('Line 2');
  });

  test('with endless different members reports a hundred of them', async () => {
    const lines = Array.from({ length: 300 }, (_, i) => `{"a":1,"b":2,"x${i}":${i}}`);
    const { records, unknownColumns } = await read(lines.join('\n'), ndjson);
    expect(records).toBe(300);
    expect(unknownColumns).toHaveLength(100);
  });
});
