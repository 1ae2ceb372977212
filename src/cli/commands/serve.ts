import { ProjectError } from '../../core/errors';
import { NotReady, serve as servePipelines } from '../../engine/serve';
import { Bell } from '../bell';
import { collectFrom } from '../collecting';
import { UsageError } from '../exit';
import { readKept } from '../kept';
import { openToWork, type WorkingContext } from '../open-to-work';
import { prepareForWork } from '../prepare';
import { print } from '../print';
import { terminalProgress } from '../progress';
import { loadProject, watchLanding } from '../wire';

/** Works by triggers until it is interrupted. */
export async function serve({ project }: { readonly project?: string }): Promise<void> {
  const progress = terminalProgress();
  const say = (line: string): void => {
    progress.done();
    print(`${new Date().toISOString()} ${line}`);
  };
  const bell = new Bell();
  let context = await openToWork(project, progress);
  const { ending } = context;
  ending.addEventListener('abort', () => bell.ring(), { once: true });
  const unwatch = watchLanding(context.root, () => bell.ring());
  try {
    say(`serves ${context.manifest.pipelines.map(({ name }) => name).join(', ') || 'no pipeline'}`);
    await servePipelines({
      reload: async () => {
        context = await current(context);
        return context;
      },
      collect: async (opened, run, source) => {
        const [collected] = await collectFrom({ ...context, ...opened }, run, [source], process.env);
        if (!collected) throw new Error(`Nothing was answered for ${source}.`);
        return collected;
      },
      rest: (milliseconds) => bell.rest(milliseconds),
      say,
      signal: ending,
    });
    say('stopped');
  } finally {
    unwatch();
    await context.close();
  }
}

/** The project as its files are now, on the warehouse that is open. @throws {NotReady} */
async function current(context: WorkingContext): Promise<WorkingContext> {
  try {
    const { manifest } = await loadProject(context.root);
    if (manifest.fingerprint === context.manifest.fingerprint) return context;
    const changed = { ...context, manifest };
    await prepareForWork(changed, readKept(context.root, 'prepared'));
    return changed;
  } catch (error) {
    if (error instanceof ProjectError || error instanceof UsageError) throw new NotReady(error.message);
    throw error;
  }
}
