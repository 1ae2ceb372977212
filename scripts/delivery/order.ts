import type { Released, ReleaseRecord } from './released';

/**
 * Keeps deployments of one environment in the order of the history: builds of several merges overlap, and an older one
 * may come late. The newest that has begun is the one that goes on; all others stop where they are. One that is
 * refused before it has changed anything leaves the way free for what runs.
 */
export class Order {
  /** @param contains whether the first commit has the second in its history */
  constructor(
    private readonly record: ReleaseRecord,
    private readonly contains: (commit: string, earlier: string) => boolean,
    private readonly commit: string,
  ) {}

  /**
   * Begins a deployment, or goes on with it. What runs may be deployed again as long as a newer one, that has begun, has
   * changed nothing.
   * @throws when a newer deployment has begun
   */
  async begin(): Promise<void> {
    for (;;) {
      const found = await this.record.read();
      if (found?.commit === this.commit) return;
      if (found && found.runs !== this.commit && !this.contains(this.commit, found.commit))
        throw this.behind(found);
      if (await this.record.write({ ...found, commit: this.commit }, found?.generation ?? '0')) return;
    }
  }

  /**
   * To be asked before something is changed, and when all is done: from now on the environment runs this commit.
   * @throws when another deployment has begun since that is not older
   */
  async hold(): Promise<void> {
    for (;;) {
      const found = await this.record.read();
      if (found?.commit !== this.commit && !(found && this.contains(this.commit, found.commit)))
        throw this.overtaken(found?.commit);
      if (found.commit === this.commit && found.runs === this.commit) return;
      if (await this.record.write({ commit: this.commit, runs: this.commit }, found.generation)) return;
    }
  }

  private overtaken(commit = 'another commit'): Error {
    return new Error(
      `The deployment of ${commit} has begun; that of ${this.commit} stops here, and what it has not changed yet it leaves to the other.`,
    );
  }

  private behind({ commit, runs }: Released): Error {
    const what = commit === runs ? 'The environment runs' : 'The environment is being brought to';
    return new Error(
      `${what} ${commit}, which ${this.commit} does not contain: it is older, or of another history. Nothing was changed. To go back, revert and merge; if the history was written anew, delete ${this.record.address} first.`,
    );
  }
}
