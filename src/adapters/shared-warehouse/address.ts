import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Names the socket of the process that holds the warehouse; only that process writes it. */
const RECORD = 'warehouse.socket';

/** What a path of a socket may have on every system: `sun_path` has 104 bytes on macOS, 108 on Linux. */
const LONGEST_PATH = 100;

const SOCKET = /^warehouse-[0-9a-f]+\.sock$/;
const FALLBACK = /^ecluse-socket-/;

/** Another address each time, so that nobody ever removes the socket of the next holder. */
export async function newAddress(folder: string, platform = process.platform): Promise<string> {
  const token = randomBytes(8).toString('hex');
  if (platform === 'win32') return `\\\\.\\pipe\\ecluse-${token}`;
  const name = `warehouse-${token.slice(0, 8)}.sock`;
  const inside = path.join(folder, name);
  if (Buffer.byteLength(inside) <= LONGEST_PATH) return inside;
  return path.join(await mkdtemp(path.join(tmpdir(), 'ecluse-socket-')), name);
}

/** Where the holder answers, or answered; `null` when nobody ever did. */
export async function recordedAddress(folder: string): Promise<string | null> {
  try {
    return (await readFile(path.join(folder, RECORD), 'utf8')).trim();
  } catch {
    return null;
  }
}

/** To be called by the holder only. What a holder left that was killed is removed. */
export async function recordAddress(folder: string, address: string): Promise<void> {
  const before = await recordedAddress(folder);
  if (before !== null) await removeSocket(before);
  const draft = path.join(folder, `${RECORD}.${process.pid}`);
  await writeFile(draft, address, { mode: 0o600 });
  await rename(draft, path.join(folder, RECORD));
}

/** Removes a socket and the folder that was made for it, and nothing else, whatever the record says. */
export async function removeSocket(address: string): Promise<void> {
  if (!SOCKET.test(path.basename(address))) return;
  await rm(address, { force: true });
  const folder = path.dirname(address);
  if (FALLBACK.test(path.basename(folder))) await rm(folder, { recursive: true, force: true });
}
