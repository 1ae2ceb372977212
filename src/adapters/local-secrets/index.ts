import { SecretError, type Secrets } from '../../ports/secrets';

/**
 * Secrets as environment variables: `retail-api-token` is read from `RETAIL_API_TOKEN`. An empty variable counts as
 * missing.
 */
export class EnvironmentSecrets implements Secrets {
  readonly #environment: Readonly<Record<string, string | undefined>>;

  constructor(environment: Readonly<Record<string, string | undefined>>) {
    this.#environment = environment;
  }

  async get(name: string): Promise<string> {
    const variable = variableOf(name);
    const value = this.#environment[variable];
    if (value) return value;
    throw new SecretError(
      `The secret "${name}" is missing: the environment variable ${variable} is not set. Set it, or correct the name of the secret in the contract.`,
    );
  }
}

function variableOf(name: string): string {
  return name.toUpperCase().replace(/[^A-Z0-9]+/g, '_');
}
