import type { DueEstimate, ManifestDiff } from '../../core/diff';

/** What `ecluse diff` found; `--format json` prints it as it is. */
export interface DiffReport extends ManifestDiff {
  /** What it was compared with. */
  readonly against: string;
  readonly due: DueEstimate;
}
