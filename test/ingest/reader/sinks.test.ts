import { PassThrough, Readable, Writable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { type ReadOptions, readRecords } from '../../../src/ingest/reader';
import { Collector, CSV_AB } from './support/read';

const LINE = `${'some text '.repeat(6)},some other text\n`;

/** A file of `lines` records, made while it is read. */
function* csv(lines: number): Generator<Buffer> {
  yield Buffer.from('a,b\n');
  const block = Buffer.from(LINE.repeat(1000));
  for (let i = 0; i < lines; i += 1000) yield block;
}

class SlowSink extends Writable {
  received = 0;

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.received += chunk.length;
    setTimeout(done, 1);
  }
}

const malformedSink = () => new Collector();

describe('the sinks', () => {
  test('are ended and finished when the reader is done', async () => {
    const clean = new Collector();
    const malformed = new Collector();
    await readRecords(Readable.from(csv(10)), CSV_AB, { clean, malformed });
    expect([clean.writableFinished, malformed.writableFinished]).toEqual([true, true]);
  });

  test('are destroyed when the file is refused, so that no upload completes', async () => {
    const clean = new PassThrough();
    const malformed = new PassThrough();
    const reading = readRecords(Readable.from([Buffer.from('x\n')]), CSV_AB, { clean, malformed });
    await expect(reading).rejects.toMatchObject({ code: 'missing_column' });
    expect([clean.destroyed, malformed.destroyed]).toEqual([true, true]);
    expect(clean.writableFinished).toBe(false);
  });

  test('hold the reader back when they are slow', async () => {
    let taken = 0;
    const source = Readable.from(
      (function* () {
        for (const chunk of csv(200_000)) {
          taken += chunk.length;
          yield chunk;
        }
      })(),
      { objectMode: false },
    );
    const clean = new SlowSink();
    let furthest = 0;
    clean.on('drain', () => {
      furthest = Math.max(furthest, taken - clean.received);
    });
    await readRecords(source, CSV_AB, { clean, malformed: malformedSink() });
    expect(taken).toBeGreaterThan(5_000_000);
    expect(furthest).toBeLessThan(2_000_000);
  });

  test('that fail end the reading with their error, and the source is destroyed', async () => {
    const failure = new Error('disk full');
    const clean = new Writable({ write: (_chunk, _encoding, done) => done(failure) });
    const source = Readable.from(csv(1_000_000), { objectMode: false });
    await expect(readRecords(source, CSV_AB, { clean, malformed: malformedSink() })).rejects.toBe(failure);
    expect(source.destroyed).toBe(true);
  });

  test('that fail at their end end the reading with their error', async () => {
    const failure = new Error('upload refused');
    const clean = new Writable({ write: (_c, _e, done) => done(), final: (done) => done(failure) });
    const reading = readRecords(Readable.from(csv(10)), CSV_AB, { clean, malformed: malformedSink() });
    await expect(reading).rejects.toBe(failure);
  });

  test('that are destroyed while the reader waits for them do not leave it waiting', async () => {
    const clean = new Writable({ write: () => {} });
    setTimeout(() => clean.destroy(), 20);
    const source = Readable.from(csv(1_000_000), { objectMode: false });
    await expect(readRecords(source, CSV_AB, { clean, malformed: malformedSink() })).rejects.toThrow();
  });
});

describe('the source', () => {
  const formats: [string, ReadOptions['format']][] = [
    ['csv', { kind: 'csv' }],
    ['ndjson', { kind: 'ndjson' }],
    ['json', { kind: 'json', records: '' }],
    ['parquet', { kind: 'parquet' }],
  ];

  test.each(formats)('that fails is not taken for a damaged file (%s)', async (_, format) => {
    const failure = new Error('connection reset');
    for (const compress of [(bytes: Buffer) => bytes, gzipSync]) {
      const source = Readable.from(
        (function* () {
          yield compress(Buffer.from('a,b\n1,2\n'));
          throw failure;
        })(),
        { objectMode: false },
      );
      const sinks = { clean: new Collector(), malformed: new Collector() };
      await expect(readRecords(source, { ...CSV_AB, format }, sinks)).rejects.toBe(failure);
    }
  });

  test('is destroyed when the file is refused before its end', async () => {
    const source = Readable.from([Buffer.from('%PDF-1.7\n'), ...csv(10_000)], { objectMode: false });
    const sinks = { clean: new Collector(), malformed: new Collector() };
    await expect(readRecords(source, CSV_AB, sinks)).rejects.toMatchObject({ code: 'not_this_format' });
    expect(source.destroyed).toBe(true);
  });

  test('of many gzipped megabytes does not make the memory grow', async () => {
    const member = gzipSync(Buffer.from(LINE.repeat(10_000)));
    const members = function* () {
      yield gzipSync(Buffer.from('a,b\n'));
      for (let i = 0; i < 70; i++) yield member;
    };
    const before = process.memoryUsage.rss();
    let peak = before;
    const clean = new Writable({
      write: (_chunk, _encoding, done) => {
        peak = Math.max(peak, process.memoryUsage.rss());
        done();
      },
    });
    const source = Readable.from(members(), { objectMode: false });
    const { records, bytes } = await readRecords(source, CSV_AB, { clean, malformed: malformedSink() });
    expect(records).toBe(700_000);
    expect(bytes).toBeGreaterThan(50_000_000);
    expect(peak - before).toBeLessThan(100_000_000);
  });
});
