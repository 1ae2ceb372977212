import { parseClean } from './support/clean-form';
import { read, refusalOf } from './support/read';

const at = (records: string) => ({ format: { kind: 'json', records } }) as const;

describe('a JSON document', () => {
  test('gives the records of the list at the path, numbered by position', async () => {
    const { clean, malformedLines } = await read(
      '{ "page": {"next":"x","items" : [ {"a":1.10,"b":"x"}, 3, {"b":[1, 2],"a":null} ] } }',
      at('page.items'),
    );
    expect(parseClean(clean)).toEqual([
      ['1.10', 'x', null, '1'],
      [null, '[1,2]', null, '3'],
    ]);
    expect(malformedLines).toEqual([{ line: 2, reason: 'not an object', text: '3' }]);
  });

  test('may be the list itself, and the list may be empty', async () => {
    expect((await read('\ufeff[{"a":1,"b":2}]\n', at(''))).clean.toString()).toBe('1,2,,1\n');
    expect(await read(' [ ] ', at(''))).toMatchObject({ records: 0, malformed: 0 });
  });

  test('has a malformed record where one is too long', async () => {
    const { records, malformedLines } = await read(`[{"a":"${'x'.repeat(200)}"},{"a":1,"b":2}]`, {
      ...at(''),
      limits: { recordBytes: 100 },
    });
    expect(records).toBe(1);
    expect(malformedLines[0]?.reason).toBe('longer than 100 bytes; the first 208 are kept');
  });

  test.each([
    ['{"x":{"y":[]}}', 'x.z', '"x" has no member "z"; its members are "y"'],
    ['{"x":null}', 'x', '"x" is null, not a list'],
    ['{"x":[]}', 'x.y', '"x" is a list, not an object'],
    ['{"x":[],"x":[]}', 'x', 'the document has "x" twice'],
    ['{}', '', 'the document is an object, not a list'],
    ['true', 'x', 'the document is a boolean, not an object'],
  ])('%s is refused when there is no list at %j', async (file, path, found) => {
    const refusal = await refusalOf(file, at(path));
    expect(refusal.code).toBe('not_this_format');
    expect(refusal.message).toContain(found);
  });

  test.each([
    ['', 'truncated'],
    ['[{"a":1}', 'truncated'],
    ['[{"a":"', 'truncated'],
    ['[{"a":1}]]', 'not_this_format'],
    ['{"a":1}\n{"a":2}', 'not_this_format'],
    ['[{"a":1,}]', 'not_this_format'],
  ])('%j is refused as %s before anything is written', async (file, code) => {
    expect(await refusalOf(file, at(''))).toMatchObject({ code });
  });

  test('is refused when it is not UTF-8', async () => {
    expect(await refusalOf(Buffer.from('[{"a":"\xe9"}]', 'latin1'), at(''))).toMatchObject({
      code: 'encoding',
    });
  });

  test('is refused when it is larger than may be held in memory', async () => {
    const refusal = await refusalOf('[1,2,3]', { ...at(''), limits: { documentBytes: 5 } });
    expect(refusal.code).toBe('too_large');
  });
});
