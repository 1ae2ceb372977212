/**
 * The command line, in a process that kills itself at a named step, or writes down the names of the steps it passes.
 * `DOOM`: the name of the step, and at which time it is met; `STEPS`: the file for the names.
 */
import { appendFileSync } from 'node:fs';
import { Database } from '../../../src/adapters/duckdb/database';
import { Turn, Turns } from '../../../src/adapters/duckdb/turns';
import { LocalFileStore } from '../../../src/adapters/local-files';
import { main } from '../../../src/cli/main';
import type { Body } from '../../../src/ports/objects';

const [doom, time = '1'] = (process.env.DOOM ?? '').split('#');
const log = process.env.STEPS;
const met = new Map<string, number>();

/** The same for every run and every copy of the project. */
const general = (name: string): string =>
  name
    .replace(/\d{8}t\d{9}[-_][a-z0-9]+/g, 'RUN')
    .replace(/[0-9a-f]{16,}/g, 'ID')
    .replace(/\d{4}[-_]\d{2}[-_]\d{2}/g, 'DAY');

function pass(name: string): void {
  const step = general(name);
  const times = (met.get(step) ?? 0) + 1;
  met.set(step, times);
  if (log) appendFileSync(log, `${step}#${times}\n`);
  if (step === doom && times === Number(time)) process.kill(process.pid, 'SIGKILL');
}

/** Events say which state a task has come to. */
function stateIn(body: Body): string {
  const state = typeof body === 'string' ? /"state":"(\w+)"/.exec(body)?.[1] : undefined;
  return state ? ` ${state}` : '';
}

const { write, copy, delete: remove } = LocalFileStore.prototype;
LocalFileStore.prototype.write = async function (bucket, name, body, options) {
  const written = await write.call(this, bucket, name, body, options);
  pass(`wrote ${bucket}/${name}${stateIn(body)}`);
  return written;
};
LocalFileStore.prototype.copy = async function (from, bucket, name, options) {
  const copied = await copy.call(this, from, bucket, name, options);
  pass(`copied to ${bucket}/${name}`);
  return copied;
};
LocalFileStore.prototype.delete = async function (bucket, name, options) {
  await remove.call(this, bucket, name, options);
  pass(`deleted ${bucket}/${name}`);
};

const { take } = Turns.prototype;
Turns.prototype.take = function (job, work) {
  return take.call(this, job, (turn) => {
    pass(`begins ${job}`);
    return work(turn);
  }) as ReturnType<typeof work>;
};
const { commits } = Turn.prototype;
Turn.prototype.commits = function () {
  commits.call(this);
  pass(`commits ${this.job}`);
};
const { read } = Database.prototype;
Database.prototype.read = function (work) {
  pass('asks');
  return read.call(this, work) as ReturnType<typeof work>;
};

void main(process.argv.slice(2));
