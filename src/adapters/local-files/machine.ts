import { hostname } from 'node:os';
import type { Machine } from '../../ports/machine';
import { isRunning, startOf } from './processes';

/** The processes of the machine whose folder holds the objects. */
export const localMachine: Machine = {
  self: async () => ({ host: hostname(), pid: process.pid, started: await startOf(process.pid) }),
  isRunning: async ({ host, pid, started }) => (host === hostname() ? isRunning(pid, started) : null),
};
