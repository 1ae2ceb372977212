import { execFile } from 'node:child_process';
import type { Ended, Programs } from '../../ports/programs';

/** A question that is not answered by then is not answered. */
const TIMEOUT_MS = 60_000;
const MAX_OUTPUT_BYTES = 32 * 1024 * 1024;

/** The programs that are on the PATH. */
export const systemPrograms: Programs = {
  run: (program, args) =>
    new Promise<Ended>((resolve) => {
      const options = { timeout: TIMEOUT_MS, maxBuffer: MAX_OUTPUT_BYTES, encoding: 'utf8' } as const;
      execFile(program, [...args], options, (error, out, err) => {
        const code = error ? (typeof error.code === 'number' ? error.code : null) : 0;
        resolve({ code, out, err: err || (error && code === null ? error.message : '') });
      });
    }),
};
