import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { ObjectError, type ObjectStore } from '../../../src/ports/objects';

/** The other process of `processes.ts`. Arguments: module, config, task, number. */
async function main(): Promise<void> {
  const [, , module = '', config = '', task = '', count = '0'] = process.argv;
  const { connect }: { connect: (config: string) => Promise<ObjectStore> } = await import(module);
  const store = await connect(config);
  console.log('ready');
  if (task === 'create') await createAll(store, Number(count));
  if (task === 'increment') await incrementBy(store, Number(count));
  if (task === 'write') await writeForever(store);
}

/** Prints the names that this process was the one to create. */
async function createAll(store: ObjectStore, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const name = `processes/race/${i}`;
    const won = await succeeds(store.write('journal', name, String(process.pid), { ifGeneration: '0' }));
    if (won) console.log(name);
  }
}

/** Reads a number and writes the next one, if nobody else has meanwhile; prints each number it wrote. */
async function incrementBy(store: ObjectStore, count: number): Promise<void> {
  for (let done = 0; done < count; ) {
    const current = await store.stat('journal', 'processes/counter');
    if (!current) throw new Error('The counter is missing.');
    const value = await text(store.read('journal', current.name, current.generation)).catch(() => null);
    if (value === null) continue;
    const next = String(Number(value) + 1).padStart(8, '0');
    if (!(await succeeds(store.write('journal', current.name, next, { ifGeneration: current.generation }))))
      continue;
    console.log(next);
    done++;
  }
}

async function writeForever(store: ObjectStore): Promise<void> {
  const endless = async function* () {
    for (;;) {
      yield 'x'.repeat(100_000);
      await sleep(1);
    }
  };
  await store.write('clean', 'processes/endless', Readable.from(endless()));
}

async function succeeds(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (error instanceof ObjectError && error.kind === 'precondition') return false;
    throw error;
  }
}

void main();
