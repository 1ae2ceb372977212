import { gzipSync } from 'node:zlib';
import { read, refusalOf } from './support/read';

const TABLE = Buffer.from('a,b\n1,2\n3,4\n');

describe('a gzipped file', () => {
  test('is told by its first bytes, wherever the chunks end', async () => {
    const zipped = gzipSync(TABLE);
    for (let cut = 1; cut < zipped.length; cut++) {
      const { clean } = await read([zipped.subarray(0, cut), zipped.subarray(cut)]);
      expect(clean.toString()).toBe('1,2,,2\n3,4,,3\n');
    }
  });

  test('may have several members, whose borders need not be those of records', async () => {
    const members = [TABLE.subarray(0, 5), TABLE.subarray(5, 6), TABLE.subarray(6)].map((part) =>
      gzipSync(part),
    );
    expect((await read(Buffer.concat(members))).records).toBe(2);
    expect((await read(members)).records).toBe(2);
  });

  test('may be padded with zeros, but nothing may stand behind them', async () => {
    const padded = Buffer.concat([gzipSync(TABLE), Buffer.alloc(600)]);
    expect((await read(padded)).records).toBe(2);
    const more = gzipSync(Buffer.from('5,6\n'));
    expect(await refusalOf(Buffer.concat([padded, more]))).toMatchObject({ code: 'not_this_format' });
    expect(await refusalOf([padded, more])).toMatchObject({ code: 'not_this_format' });
  });

  test('that is cut off is refused as truncated, wherever it is cut', async () => {
    const zipped = gzipSync(TABLE);
    for (let length = 2; length < zipped.length; length++) {
      expect(await refusalOf(zipped.subarray(0, length))).toMatchObject({ code: 'truncated' });
    }
  });

  test('that is damaged is refused', async () => {
    const zipped = gzipSync(TABLE);
    zipped.writeUInt8(zipped.readUInt8(zipped.length - 6) ^ 0xff, zipped.length - 6);
    expect(await refusalOf(zipped)).toMatchObject({ code: 'not_this_format' });
  });

  test('that decompresses to more than the limit is refused long before it is decompressed', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, 'x'));
    const refusal = await refusalOf(Buffer.concat([gzipSync(TABLE), bomb]), {
      limits: { fileBytes: 1_000_000 },
    });
    expect(refusal.code).toBe('too_large');
    expect(refusal.message).toContain('decompresses to more than the limit of 1000000 bytes');
  });

  test('counts uncompressed bytes', async () => {
    expect((await read(gzipSync(TABLE))).bytes).toBe(TABLE.length);
  });
});

const FOREIGN: [string, Buffer][] = [
  ['gzip inside gzip', gzipSync(gzipSync(TABLE))],
  ['a ZIP archive', Buffer.from('PK\x03\x04\x14\0\0\0table.csv', 'latin1')],
  ['an Excel workbook', Buffer.from('PK\x03\x04\x14\0\0\0[Content_Types].xml', 'latin1')],
  ['an old Excel workbook', Buffer.from('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'latin1')],
  ['a Parquet file', Buffer.from('PAR1\x15\x04\x15', 'latin1')],
  ['a PNG image', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')],
  ['a PDF document', Buffer.from('%PDF-1.7\n')],
  ['Zstandard', Buffer.from('\x28\xb5\x2f\xfd\x04', 'latin1')],
  ['a tar archive', Buffer.concat([Buffer.from('a,b'), Buffer.alloc(254), Buffer.from('ustar\0')])],
];

describe('a file that is something else', () => {
  describe.each(['csv', 'ndjson', 'json'] as const)('under the name of %s', (kind) => {
    const format = kind === 'json' ? { kind, records: '' } : { kind };

    test.each(FOREIGN)('is refused and called %s', async (name, file) => {
      const refusal = await refusalOf(file, { format });
      expect(refusal.code).toBe('not_this_format');
      expect(refusal.message).toContain(`The file is ${name}`);
    });

    test.each(['utf16le', 'utf16be'])(
      'is refused for its encoding, %s with and without mark',
      async (encoding) => {
        for (const text of ['\ufeffa,b\n1,2\n', 'a,b\n1,2\n']) {
          const little = Buffer.from(text, 'utf16le');
          const file = encoding === 'utf16le' ? little : little.swap16();
          const refusal = await refusalOf(file, { format });
          expect(refusal.code).toBe('encoding');
          expect(refusal.message).toContain(
            encoding === 'utf16le' ? 'iconv -f UTF-16LE' : 'iconv -f UTF-16BE',
          );
        }
      },
    );
  });

  test('is not suspected in a text that begins like one', async () => {
    const { records } = await read('PAR1,ORC\n1,2\n', {
      columns: ['PAR1', 'ORC'],
      required: ['PAR1', 'ORC'],
    });
    expect(records).toBe(1);
  });
});
