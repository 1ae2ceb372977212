import { readFile } from 'node:fs/promises';
import { codeOf } from './failures';

/** Whether the process that had this id at that time still runs: ids are reused, and zombies run no more. */
export async function isRunning(pid: number, start: string): Promise<boolean> {
  if (!answers(pid)) return false;
  const [state] = await fieldsOf(pid);
  if (state === 'Z' || state === 'X') return false;
  return start === '' || (await startOf(pid)) === start;
}

/** When a process started, in clock ticks since boot; empty where the system has no `/proc`. */
export async function startOf(pid: number): Promise<string> {
  return (await fieldsOf(pid))[19] ?? '';
}

function answers(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** The fields of `/proc/<pid>/stat` after the name of the program, which may contain blanks and parentheses. */
async function fieldsOf(pid: number): Promise<string[]> {
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}
