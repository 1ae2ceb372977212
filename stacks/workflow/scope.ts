/** What the checker knows of the whole workflow while it walks. */
export interface Scope {
  /** Names of the subworkflows and their parameters. */
  readonly subworkflows: ReadonlyMap<string, readonly string[]>;
  readonly problems: string[];
}
