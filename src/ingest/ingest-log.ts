import { json } from 'node:stream/consumers';
import type { World } from '../ports/context';
import type { Worker } from '../ports/machine';
import type { IngestResult } from './ingest-file';

/** What became of all files that had landed when somebody looked. */
export interface IngestCounts {
  readonly loaded: number;
  readonly refused: number;
  readonly records: number;
  readonly malformed: number;
}

interface IngestRecord {
  readonly run: string;
  /** ISO instant. */
  readonly startedAt: string;
  /** That had landed and were not in the ledger. */
  readonly files: number;
  readonly worker: Worker;
  /** Absent until it has come to its end. */
  readonly endedAt?: string;
  readonly counts?: IngestCounts;
}

export interface Ingest extends Omit<IngestRecord, 'worker'> {
  /** `FAILED`: what it has loaded is loaded, the next one goes on. */
  readonly state: 'RUNNING' | 'SUCCESS' | 'FAILED';
}

const PREFIX = 'ingests/';

/** Writes down in the journal that files are brought in, and what became of them. */
export async function logged(
  { objects, clock, machine }: World,
  run: string,
  files: number,
  work: () => Promise<readonly IngestResult[]>,
): Promise<readonly IngestResult[]> {
  if (files === 0) return [];
  const now = (): string => clock.now().toISOString();
  const record = { run, startedAt: now(), files, worker: await machine.self() };
  const write = (more: Partial<IngestRecord>): Promise<unknown> =>
    objects.write('journal', `${PREFIX}${run}.json`, JSON.stringify({ ...record, ...more }));
  await write({});
  try {
    const results = await work();
    await write({ endedAt: now(), counts: countsOf(results) });
    return results;
  } catch (error) {
    await write({ endedAt: now() });
    throw error;
  }
}

function countsOf(results: readonly IngestResult[]): IngestCounts {
  const sum = (of: (result: IngestResult) => number): number =>
    results.reduce((total, result) => total + of(result), 0);
  return {
    loaded: sum(({ status }) => (status === 'loaded' ? 1 : 0)),
    refused: sum(({ status }) => (status === 'refused' ? 1 : 0)),
    records: sum(({ records }) => records),
    malformed: sum(({ malformed }) => malformed),
  };
}

/** The last ones, the newest first. */
export async function lastIngests({ objects, machine }: World, most: number): Promise<Ingest[]> {
  const names: string[] = [];
  for await (const { name } of objects.list('journal', PREFIX)) names.push(name);
  const last = names.sort().slice(-most).reverse();
  return Promise.all(
    last.map(async (name) => {
      const { worker, ...record } = (await json(objects.read('journal', name))) as IngestRecord;
      const works = !record.endedAt && (await machine.isRunning(worker)) !== false;
      return { ...record, state: works ? 'RUNNING' : record.counts ? 'SUCCESS' : 'FAILED' };
    }),
  );
}
