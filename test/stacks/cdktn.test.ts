import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readStacks, type StackJson, synthesize, synthesized } from './synthesized';

const FOLDER = process.env.ECLUSE_CDKTN;
const found = FOLDER !== undefined && existsSync(join(FOLDER, 'node_modules', 'cdktn'));
const REASON =
  'cdktn is not tried: set ECLUSE_CDKTN to a folder in which `npm install cdktn "constructs@<10.8"` was run';
if (!found) console.warn(REASON);

/** Without the name and version of what wrote it. */
function content(stacks: ReadonlyMap<string, StackJson>): Record<string, unknown> {
  return Object.fromEntries([...stacks].map(([name, stack]) => [name, { ...stack, '//': undefined }]));
}

(found ? test : test.skip)(
  'the successor of cdktf makes the same stacks, but for its own name',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'ecluse-cdktn-'));
    try {
      const out = join(folder, 'out');
      const options = [process.env.NODE_OPTIONS, `--require ${join(__dirname, 'cdktn', 'alias.js')}`];
      synthesize({ out, build: join(folder, 'build') }, { NODE_OPTIONS: options.join(' ').trim() });
      expect(content(readStacks(out))).toEqual(content(synthesized().stacks));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
  120_000,
);
