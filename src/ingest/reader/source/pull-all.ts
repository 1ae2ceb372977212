import type { Outputs } from '../output/outputs';
import type { ByteWindow } from './byte-window';
import type { PlainText } from './plain-text';

/** Takes what the window holds and the outputs take, then makes room in either, until the file has ended. */
export async function pullAll(
  window: ByteWindow,
  outputs: Outputs,
  plain: PlainText,
  consume: () => void,
): Promise<void> {
  const look = (): void => plain.look(window.bytes, window.start, window.completeEnd());
  look();
  for (;;) {
    consume();
    if (outputs.waiting) await outputs.flush();
    else if (window.ended) return;
    else {
      await window.fill();
      look();
    }
  }
}
