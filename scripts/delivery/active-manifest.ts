import { GoogleAuth } from 'google-auth-library';
import { z } from 'zod';
import { ACTIVE_MANIFEST } from '../../stacks/names';

const pointer = z.object({ manifest: z.string() });

/** Text of an object of a bucket; undefined when there is no such object, or no such bucket. */
export type ReadObject = (bucket: string, name: string) => Promise<string | undefined>;

/** Text of the manifest that an environment works with; undefined before its first deployment. */
export async function activeManifest(read: ReadObject, bucket: string): Promise<string | undefined> {
  const text = await read(bucket, ACTIVE_MANIFEST);
  if (text === undefined) return undefined;
  const { manifest } = pointer.parse(JSON.parse(text));
  const found = await read(bucket, manifest);
  if (found !== undefined) return found;
  throw new Error(
    `gs://${bucket}/${ACTIVE_MANIFEST} names ${manifest}, which is not there. Deploy the pipeline stack.`,
  );
}

/** Reads with the credentials of the build, or of `gcloud auth application-default login`. */
export const readFromBucket: ReadObject = async (bucket, name) => {
  const auth = new GoogleAuth({ scopes: ['https://www.googleapis.com/auth/devstorage.read_only'] });
  const url = `https://storage.googleapis.com/storage/v1/b/${bucket}/o/${encodeURIComponent(name)}?alt=media`;
  const { status, data } = await auth.request<string>({
    url,
    responseType: 'text',
    validateStatus: (code) => code === 200 || code === 404,
  });
  return status === 404 ? undefined : data;
};
