/** Where passwords and tokens are kept. Their values appear in no log, error, file or command line. */
export interface Secrets {
  /**
   * The newest value of the secret.
   * @param name as contracts write it: `retail-api-token`
   * @throws {SecretError}
   */
  get(name: string): Promise<string>;
}

/** The secret cannot be had; says under which name it was looked for, never a value. */
export class SecretError extends Error {
  override readonly name = 'SecretError';
}
