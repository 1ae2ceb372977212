import type { Socket } from 'node:net';

const LINE_FEED = 0x0a;

/** One JSON message a line, in both directions. */
export class Channel {
  /** Resolves when nothing more can come or go. */
  readonly closed: Promise<void>;
  private parts: Buffer[] = [];

  constructor(
    readonly socket: Socket,
    private readonly receive: (message: unknown) => void,
  ) {
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
    // An error is followed by `close`, which tells what matters: the other side is gone.
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => this.split(chunk));
  }

  /** Resolves when the other side keeps up, or is gone. */
  async send(message: unknown): Promise<void> {
    if (this.socket.destroyed || this.socket.write(`${encode(message)}\n`)) return;
    const drained = new Promise<void>((resolve) => this.socket.once('drain', resolve));
    await Promise.race([drained, this.closed]);
  }

  private split(chunk: Buffer): void {
    let rest = chunk;
    for (let end = rest.indexOf(LINE_FEED); end >= 0; end = rest.indexOf(LINE_FEED)) {
      const line = Buffer.concat([...this.parts, rest.subarray(0, end)]);
      this.parts = [];
      rest = rest.subarray(end + 1);
      this.take(line.toString('utf8'));
    }
    if (rest.length > 0) this.parts.push(rest);
  }

  private take(line: string): void {
    let message: unknown;
    try {
      message = JSON.parse(line);
    } catch {
      // Whatever it is, it does not speak our language.
      this.socket.destroy();
      return;
    }
    this.receive(message);
  }
}

/** A key that no field of a STRUCT has. */
const NUMBER = '\0number';

/** Values of parameters that JSON does not have: integers of any size, -0, NaN, the infinities. */
const encode = (message: unknown): string =>
  JSON.stringify(message, isRequest(message) ? (_, value: unknown) => numberOut(value) : undefined);

/** Undoes what `send` did to the numbers of a request. */
export const decodeNumbers = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(decodeNumbers);
  if (typeof value !== 'object' || value === null) return value;
  const text: unknown = Object.hasOwn(value, NUMBER) ? Reflect.get(value, NUMBER) : undefined;
  if (typeof text === 'string') return text.endsWith('n') ? BigInt(text.slice(0, -1)) : Number(text);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, decodeNumbers(item)]));
};

const isRequest = (message: unknown): boolean =>
  typeof message === 'object' && message !== null && 'verb' in message;

function numberOut(value: unknown): unknown {
  if (typeof value === 'bigint') return { [NUMBER]: `${value}n` };
  if (typeof value !== 'number') return value;
  if (Object.is(value, -0)) return { [NUMBER]: '-0' };
  return Number.isFinite(value) ? value : { [NUMBER]: String(value) };
}
