/** The file as a whole cannot be read: nothing of it may be loaded. Says what was found and what to do. */
export class RefusedFile extends Error {
  override readonly name = 'RefusedFile';
  constructor(
    readonly code:
      | 'missing_column'
      | 'unknown_column'
      | 'duplicate_column'
      | 'not_this_format'
      | 'truncated'
      | 'too_large'
      | 'empty_header'
      | 'encoding',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
