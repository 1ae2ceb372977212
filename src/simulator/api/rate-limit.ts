/** At most `perSecond` requests in each second of the clock; 0 is no limit. */
export class RateLimit {
  private second = Number.NaN;
  private requests = 0;

  constructor(
    private readonly perSecond: number,
    /** Milliseconds since the epoch. */
    private readonly now: () => number,
  ) {}

  admits(): boolean {
    const second = Math.floor(this.now() / 1000);
    if (second !== this.second) {
      this.second = second;
      this.requests = 0;
    }
    this.requests += 1;
    return this.perSecond === 0 || this.requests <= this.perSecond;
  }
}
