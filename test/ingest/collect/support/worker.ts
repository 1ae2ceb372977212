import { systemClock } from '../../../../src/adapters/system';
import { sourceOf, World } from './world';

/** Collects into a folder until it is done or killed. Arguments: folder, URL of the API, server of the contract. */
async function main(): Promise<void> {
  const [, , folder = '', api = '', server = '{}'] = process.argv;
  const world = World.at(folder, api, systemClock);
  const result = await world.collect(sourceOf(JSON.parse(server)), { run: `run-${process.pid}` });
  console.log(JSON.stringify(result));
}

main().catch((error: Error) => {
  console.error(`${error.name}: ${error.message}`);
  process.exitCode = 1;
});
