import { once } from 'node:events';
import { chmod } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import type { Warehouse } from '../../ports/warehouse';
import { newAddress, recordAddress, removeSocket } from './address';
import { GuestDesk } from './guest-desk';
import { Jobs } from './jobs';

const SIGN_OF_LIFE_MS = 5000;
const OWNER_ONLY = 0o600;

/** The process that has the warehouse open: works on it itself, and answers others through its socket. */
export class Holder {
  private readonly guests = new Set<GuestDesk>();
  private readonly server: Server;
  private readonly jobs = new Jobs();
  private readonly beat: NodeJS.Timeout;
  private address = '';

  /** For the holder's own calls. */
  readonly warehouse: Warehouse;

  private constructor(private readonly opened: Warehouse) {
    this.warehouse = this.jobs.counted(opened);
    this.server = createServer((socket) => {
      const guest = new GuestDesk(socket, opened, this.jobs);
      this.guests.add(guest);
      void guest.gone.then(() => this.guests.delete(guest));
    }).unref();
    this.beat = setInterval(() => {
      for (const guest of this.guests) guest.signOfLife();
    }, SIGN_OF_LIFE_MS).unref();
  }

  /** @param folder of the local state, where others look for the socket */
  static async of(opened: Warehouse, folder: string): Promise<Holder> {
    const holder = new Holder(opened);
    try {
      await holder.listen(folder);
      return holder;
    } catch (error) {
      await holder.close();
      throw error;
    }
  }

  /** Lets go of the warehouse once every call that was begun has been answered; guests then ask the next holder. */
  async close(): Promise<void> {
    clearInterval(this.beat);
    await Promise.all([...this.guests].map((guest) => guest.finish()));
    try {
      await this.opened.close();
    } finally {
      for (const guest of this.guests) guest.dismiss();
      this.server.close();
      await removeSocket(this.address);
    }
  }

  private async listen(folder: string): Promise<void> {
    this.address = await newAddress(folder);
    await listenPrivately(this.server, this.address);
    await recordAddress(folder, this.address);
  }
}

async function listenPrivately(server: Server, address: string): Promise<void> {
  const before = process.umask(0o177);
  try {
    server.listen(address);
  } finally {
    // The socket is bound by now.
    process.umask(before);
  }
  await once(server, 'listening');
  if (process.platform !== 'win32') await chmod(address, OWNER_ONLY);
}
