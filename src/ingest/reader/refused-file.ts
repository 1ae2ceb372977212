/** The file as a whole cannot be read: nothing of it may be loaded. Says what was found and what to do. */
export class RefusedFile extends Error {
  override readonly name = 'RefusedFile';
  /** `unknown_column`: those that were found first. */
  readonly unknownColumns: readonly string[];
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
    options?: ErrorOptions & { readonly unknownColumns?: readonly string[] },
  ) {
    super(message, options);
    this.unknownColumns = options?.unknownColumns ?? [];
  }
}
