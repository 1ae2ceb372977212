import { writeFileSync } from 'node:fs';
import { countedText } from '../../core/counted';
import { type ApiOptions, simulate as simulateNetwork, startApi, truth, writeFiles } from '../../simulator';
import { UsageError } from '../exit';
import { print } from '../print';
import { landingPath, projectRoot, statePath } from '../wire';

interface Options {
  readonly project?: string;
  readonly startDate: string;
  readonly days: string;
  readonly stores: string;
  readonly seed: string;
  /** `true` for any free port. */
  readonly api?: string | true;
}

export async function simulate(options: Options): Promise<void> {
  const root = projectRoot(options.project);
  const network = simulated(options);
  const files = await writeFiles(landingPath(root), network);
  const truthFile = statePath(root, 'truth.json');
  writeFileSync(truthFile, JSON.stringify(truth(network), null, 1));
  print(
    `${countedText(files.length, 'file')} in ${landingPath(root)}; what was injected is in ${truthFile}.`,
  );
  if (options.api === undefined) return;
  const port: ApiOptions = options.api === true ? {} : { port: Number(options.api) };
  const { url } = await startApi(network, port);
  print(`The API answers at ${url}. In another terminal: RETAIL_API=${url} npx ecluse collect`);
  await new Promise<void>((resolve) => process.once('SIGINT', resolve));
}

/** @throws {UsageError} for options out of range */
function simulated({ startDate, days, stores, seed }: Options): ReturnType<typeof simulateNetwork> {
  try {
    return simulateNetwork({ startDate, days: Number(days), stores: Number(stores), seed: Number(seed) });
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
}
