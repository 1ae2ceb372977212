import { spawnSync } from 'node:child_process';
import { GoogleAuth } from 'google-auth-library';
import { z } from 'zod';

/** Beside the state of an environment: the commit that it runs, or is being brought to. */
const RELEASED = 'released.json';
const released = z.object({ commit: z.string() });

/** The record of an environment, which changes only from what was read to what is written. */
export interface ReleaseRecord {
  /** For people. */
  readonly address: string;
  /** @returns the commit, and the generation of the record; null before the first deployment */
  read(): Promise<{ readonly commit: string; readonly generation: string } | null>;
  /** @param generation that was read; `'0'`: none @returns whether it was still the one that stood there */
  write(commit: string, generation: string): Promise<boolean>;
}

const API = 'https://storage.googleapis.com';

/** The record in the bucket of the state, with the credentials of the build. */
export function releaseRecord(bucket: string): ReleaseRecord {
  const auth = new GoogleAuth({ scopes: ['https://www.googleapis.com/auth/devstorage.read_write'] });
  return {
    address: `gs://${bucket}/${RELEASED}`,
    read: async () => {
      const { status, data, headers } = await auth.request<string>({
        url: `${API}/storage/v1/b/${bucket}/o/${RELEASED}?alt=media`,
        responseType: 'text',
        validateStatus: (code) => code === 200 || code === 404,
      });
      if (status === 404) return null;
      const { commit } = released.parse(JSON.parse(data));
      return { commit, generation: headers.get('x-goog-generation') ?? '' };
    },
    write: async (commit, generation) => {
      const { status } = await auth.request({
        method: 'POST',
        url: `${API}/upload/storage/v1/b/${bucket}/o?uploadType=media&name=${RELEASED}&ifGenerationMatch=${generation}`,
        headers: { 'content-type': 'application/json' },
        data: JSON.stringify({ commit }),
        validateStatus: (code) => code === 200 || code === 412,
      });
      return status === 200;
    },
  };
}

/** Whether a commit has another one in its history, as far as this clone knows. */
export function contains(commit: string, earlier: string): boolean {
  const { status, error } = spawnSync('git', ['merge-base', '--is-ancestor', earlier, commit]);
  if (error) throw new Error(`git could not be started: ${error.message}. Put it on the PATH.`);
  return status === 0;
}
