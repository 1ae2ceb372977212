import { hostname, userInfo } from 'node:os';

/** Who typed the command, for records: `ana@laptop`. */
export function who(): string {
  return `${userName()}@${hostname()}`;
}

/** A container may run as a user that has no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
