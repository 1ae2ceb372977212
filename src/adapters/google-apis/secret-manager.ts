import { SecretError, type Secrets } from '../../ports/secrets';
import { Api, ApiError, type ApiOptions } from './rest';

export interface SecretManagerOptions extends ApiOptions {
  readonly project: string;
  /** Name of a secret to the version that is used. Default: the newest of each. */
  readonly versions?: Readonly<Record<string, string>>;
}

/** Secrets of Secret Manager. A value is asked for each time: it is in no log, no error and no memory of this. */
export function openSecretManager(options: SecretManagerOptions): Secrets {
  const { project, versions = {} } = options;
  const api = new Api('https://secretmanager.googleapis.com', options);
  return {
    get: async (name) => {
      const path = `projects/${project}/secrets/${encodeURIComponent(name)}/versions/${versions[name] ?? 'latest'}`;
      try {
        return textOf(name, await api.send(`/v1/${path}:access`));
      } catch (error) {
        throw error instanceof ApiError ? refused(name, path, error.status) : error;
      }
    },
  };
}

function refused(name: string, path: string, status: number): SecretError {
  const remedies: Readonly<Record<number, string>> = {
    403: 'Grant the account of the function roles/secretmanager.secretAccessor on it.',
    404: 'Add a version to it, or correct the name of the secret in the contract.',
  };
  const answer = status === 0 ? 'nobody answered' : `the answer was ${status}`;
  return new SecretError(
    `The secret "${name}" cannot be had: ${path}, ${answer}. ${remedies[status] ?? 'Try again.'}`,
  );
}

function textOf(name: string, answer: unknown): string {
  const { payload } = answer as { payload?: { data?: string } };
  const value = Buffer.from(payload?.data ?? '', 'base64').toString('utf8');
  if (value) return value;
  throw new SecretError(`The secret "${name}" is empty. Add a version to it that has a value.`);
}
