import type { ReleaseRecord } from './released';

/**
 * Keeps deployments of one environment in the order of the history: builds of several merges overlap, and an older one
 * may come late. The newest that has begun is the one that goes on; all others stop where they are.
 */
export class Order {
  /** @param contains whether the first commit has the second in its history */
  constructor(
    private readonly record: ReleaseRecord,
    private readonly contains: (commit: string, earlier: string) => boolean,
    private readonly commit: string,
  ) {}

  /** Begins a deployment, or goes on with it. @throws when the environment runs what this commit does not contain */
  async begin(): Promise<void> {
    for (;;) {
      const found = await this.record.read();
      if (found?.commit === this.commit) return;
      if (found && !this.contains(this.commit, found.commit)) throw this.behind(found.commit);
      if (await this.record.write(this.commit, found?.generation ?? '0')) return;
    }
  }

  /** @throws when another deployment has begun since */
  async hold(): Promise<void> {
    const found = await this.record.read();
    if (found?.commit === this.commit) return;
    throw new Error(
      `The deployment of ${found?.commit ?? 'another commit'} has begun; that of ${this.commit} stops here, and what it has not changed yet it leaves to the other.`,
    );
  }

  private behind(deployed: string): Error {
    return new Error(
      `The environment runs ${deployed}, which ${this.commit} does not contain: it is older, or of another history. Nothing was changed. To go back, revert and merge; if the history was written anew, delete ${this.record.address} first.`,
    );
  }
}
