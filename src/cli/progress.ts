import type { Progress } from '../ports/progress';

const EVERY_MS = 100;

/** One line that is rewritten on a terminal; plain lines, not too many, elsewhere. Always on stderr. */
export function terminalProgress(stream: NodeJS.WriteStream = process.stderr): Progress & { done(): void } {
  let shown = 0;
  const rewrite = (message: string): void => {
    if (Date.now() - shown < EVERY_MS) return;
    shown = Date.now();
    stream.write(`\r\x1b[2K${message.slice(0, (stream.columns ?? 80) - 1)}`);
  };
  const plain = (message: string): void => {
    if (Date.now() - shown < EVERY_MS * 30) return;
    shown = Date.now();
    stream.write(`${message}\n`);
  };
  const report = stream.isTTY ? rewrite : plain;
  return Object.assign((message: string) => report(message), {
    done: () => {
      if (stream.isTTY) stream.write('\r\x1b[2K');
    },
  });
}
