import { spawnSync } from 'node:child_process';
import { GoogleAuth } from 'google-auth-library';
import { z } from 'zod';

/** Beside the state of an environment. */
const RELEASED = 'released.json';
const released = z.object({
  /** Whose deployment has begun last. */
  commit: z.string(),
  /** Whose deployment has changed it last, or found that nothing was left to change; absent before the first. */
  runs: z.string().optional(),
});

export type Released = z.infer<typeof released>;

/** The record of an environment, which changes only from what was read to what is written. */
export interface ReleaseRecord {
  /** For people. */
  readonly address: string;
  /** @returns what it says, and its generation; null before the first deployment */
  read(): Promise<(Released & { readonly generation: string }) | null>;
  /** @param generation that was read; `'0'`: none @returns whether it was still the one that stood there */
  write(released: Released, generation: string): Promise<boolean>;
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
      return { ...released.parse(JSON.parse(data)), generation: headers.get('x-goog-generation') ?? '' };
    },
    write: async (content, generation) => {
      const { status } = await auth.request({
        method: 'POST',
        url: `${API}/upload/storage/v1/b/${bucket}/o?uploadType=media&name=${RELEASED}&ifGenerationMatch=${generation}`,
        headers: { 'content-type': 'application/json' },
        data: JSON.stringify(content),
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
