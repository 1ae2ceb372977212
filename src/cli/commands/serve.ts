import { ProjectError } from '../../core/errors';
import { NotReady, serve as servePipelines } from '../../engine/serve';
import { Bell } from '../bell';
import { collectFrom } from '../collecting';
import { EXIT, UsageError } from '../exit';
import { readKept } from '../kept';
import { openToWork } from '../open-to-work';
import { prepareForWork } from '../prepare';
import { print } from '../print';
import { terminalProgress } from '../progress';
import { type LocalContext, loadProject, watchLanding } from '../wire';

/** Works by triggers until it is interrupted. */
export async function serve({ project }: { readonly project?: string }): Promise<void> {
  const progress = terminalProgress();
  const say = (line: string): void => {
    progress.done();
    print(`${new Date().toISOString()} ${line}`);
  };
  const bell = new Bell();
  const stopping = new AbortController();
  const unlisten = onInterruption(() => {
    say('stops; once more stops it at once');
    stopping.abort();
    bell.ring();
  });
  let context = await openToWork(project, progress);
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
      signal: stopping.signal,
    });
    say('stopped');
  } finally {
    unwatch();
    unlisten();
    await context.close();
  }
}

/** The project as its files are now, on the warehouse that is open. @throws {NotReady} */
async function current(context: LocalContext): Promise<LocalContext> {
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

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** The first one asks, the second one does not. */
function onInterruption(stop: () => void): () => void {
  let asked = false;
  const listen = (): void => {
    if (asked) process.exit(EXIT.interrupted);
    asked = true;
    stop();
  };
  for (const signal of SIGNALS) process.on(signal, listen);
  return () => {
    for (const signal of SIGNALS) process.off(signal, listen);
  };
}
