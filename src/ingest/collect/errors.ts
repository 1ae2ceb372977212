/**
 * `configuration`: contract, environment or secret; nothing was asked. `refused`: the API said no. `unavailable`: it
 * could not be reached, or broke, more often than may be retried. `unreadable`: what it answered is no page of
 * records. `busy`: somebody else collects the same source.
 */
export type CollectErrorKind = 'configuration' | 'refused' | 'unavailable' | 'unreadable' | 'busy';

/** The pull stopped. What has landed stays; the next call goes on where this one stopped. */
export class CollectError extends Error {
  override readonly name = 'CollectError';
  constructor(
    readonly kind: CollectErrorKind,
    message: string,
    /** Of the answer, where there was one. */
    readonly status?: number,
  ) {
    super(message);
  }
}
