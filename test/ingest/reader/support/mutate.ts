import type { Random } from './random';

type Mutation = (file: Buffer, random: Random) => Buffer;

const joined = (...parts: Buffer[]) => Buffer.concat(parts);

function insert(file: Buffer, at: number, inserted: Buffer): Buffer {
  return joined(file.subarray(0, at), inserted, file.subarray(at));
}

const flipBytes: Mutation = (file, random) => {
  const flipped = Buffer.from(file);
  for (let i = random.below(8); i >= 0 && flipped.length > 0; i--) {
    flipped[random.below(flipped.length)] = random.below(256);
  }
  return flipped;
};

/** In Parquet the metadata are at the end: there a flipped byte does most harm. */
const flipNearTheEnd: Mutation = (file, random) => {
  const tail = Math.min(file.length, 400);
  const flipped = Buffer.from(file);
  if (tail > 0) flipped[file.length - 1 - random.below(tail)] = random.below(256);
  return flipped;
};

const truncate: Mutation = (file, random) => file.subarray(0, random.below(file.length + 1));

const dropRange: Mutation = (file, random) => {
  const start = random.below(file.length + 1);
  return joined(file.subarray(0, start), file.subarray(start + random.below(50)));
};

const repeatRange: Mutation = (file, random) => {
  const start = random.below(file.length + 1);
  return insert(file, start, file.subarray(start, start + random.below(2000)));
};

const insertNuls: Mutation = (file, random) =>
  insert(file, random.below(file.length + 1), Buffer.alloc(1 + random.below(5)));

const TOKENS = [
  '"',
  '""',
  '\n"',
  '",',
  '\r',
  '\r\n',
  '\n\n',
  ',',
  '{',
  '}',
  '[',
  '\\',
  '\\u0000',
  '\ufeff',
  'PAR1',
];
const insertToken: Mutation = (file, random) =>
  insert(file, random.below(file.length + 1), Buffer.from(random.pick(TOKENS)));

const insertHugeField: Mutation = (file, random) =>
  insert(
    file,
    random.below(file.length + 1),
    Buffer.alloc(300_000, random.pick(['x', '"', '\n', '[', 'é', ',"'])),
  );

const REENCODED = ['utf16le', 'latin1'] as const;
const reencode: Mutation = (file, random) => {
  const text = file.toString('utf8');
  return joined(Buffer.from(random.pick(['', '\ufeff'])), Buffer.from(text, random.pick(REENCODED)));
};

const firstLine: Mutation = (file, random) => {
  const end = file.indexOf('\n');
  const [header, rest] = end < 0 ? [file, Buffer.alloc(0)] : [file.subarray(0, end), file.subarray(end)];
  const changed = random.pick([
    Buffer.alloc(0),
    joined(header, Buffer.from(',a')),
    joined(header, Buffer.from(',new')),
    Buffer.from(header.toString('latin1').toUpperCase(), 'latin1'),
    Buffer.from(header.toString('latin1').replaceAll(',', ';'), 'latin1'),
  ]);
  return joined(changed, rest);
};

const MUTATIONS: readonly Mutation[] = [
  ...[flipBytes, flipBytes, flipNearTheEnd, flipNearTheEnd, truncate, dropRange, repeatRange],
  ...[insertNuls, insertToken, insertToken, insertHugeField, reencode, firstLine],
];

/** The file with one to three things done to it that happen to files. */
export function mutate(file: Buffer, random: Random): Buffer {
  let mutated = file;
  for (let i = random.below(3); i >= 0; i--) mutated = random.pick(MUTATIONS)(mutated, random);
  return mutated;
}
