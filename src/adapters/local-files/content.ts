import type { BigIntStats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { ObjectError } from '../../ports/objects';
import { asObjectError, isAbsent } from './failures';
import { atRest, generationOf } from './generation';

const CHUNK_BYTES = 1 << 20;

export interface Wanted {
  readonly file: string;
  /** `bucket/name`, for messages. */
  readonly object: string;
  readonly generation: string | undefined;
  /** Files of this bucket are changed by hand. */
  readonly byHand: boolean;
}

/**
 * The bytes of one generation. The file stays open, so replacing or deleting the object meanwhile changes nothing;
 * a file rewritten in place fails the stream at its end.
 */
export async function* content(wanted: Wanted): AsyncGenerator<Buffer> {
  const handle = await openFile(wanted);
  try {
    const before = await identify(handle, wanted);
    yield* handle.createReadStream({ autoClose: false, highWaterMark: CHUNK_BYTES });
    const after = await handle.stat({ bigint: true });
    if (after.size !== before.size || after.mtimeNs !== before.mtimeNs)
      throw gone(wanted, 'while being read');
  } finally {
    await handle.close();
  }
}

async function openFile(wanted: Wanted): Promise<FileHandle> {
  try {
    return await open(wanted.file);
  } catch (error) {
    throw isAbsent(error) ? absent(wanted) : asObjectError(error, wanted.object);
  }
}

async function identify(handle: FileHandle, wanted: Wanted): Promise<BigIntStats> {
  const look = () => handle.stat({ bigint: true });
  const file = await (wanted.byHand ? atRest(look) : look());
  if (!file.isFile()) throw absent(wanted);
  const { generation } = wanted;
  if (generation !== undefined && generationOf(file) !== generation) throw gone(wanted, 'since it was seen');
  return file;
}

function absent({ object }: Wanted): ObjectError {
  return new ObjectError('not_found', `There is no object ${object}.`);
}

function gone({ object, generation }: Wanted, when: string): ObjectError {
  const what = generation === undefined ? object : `Generation ${generation} of ${object}`;
  return new ObjectError('not_found', `${what} is gone: the file was changed ${when}.`);
}
