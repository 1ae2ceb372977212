/** Lets somebody rest who can be woken. */
export class Bell {
  private rung = false;
  private wake: () => void = () => undefined;

  /** Wakes whoever rests, or the next one who wants to. */
  ring(): void {
    this.rung = true;
    this.wake();
  }

  async rest(milliseconds: number): Promise<void> {
    if (!this.rung)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    this.rung = false;
  }
}
