import { setTimeout as pause } from 'node:timers/promises';
import { GoogleAuth } from 'google-auth-library';
import { SecretError, type Secrets } from '../../ports/secrets';

export interface SecretManagerOptions {
  readonly project: string;
  /** Another address than Google's; requests to it carry no credentials. */
  readonly endpoint?: string;
  /** Name of a secret to the version that is used. Default: the newest of each. */
  readonly versions?: Readonly<Record<string, string>>;
}

const GOOGLE = 'https://secretmanager.googleapis.com';
const SCOPE = 'https://www.googleapis.com/auth/cloud-platform';
const TIMEOUT_MS = 10_000;
const ATTEMPTS = 3;
const PAUSE_MS = 200;

/** Secrets of Secret Manager. A value is asked for each time: it is in no log, no error and no memory of this. */
export function openSecretManager({ project, endpoint, versions = {} }: SecretManagerOptions): Secrets {
  const auth = endpoint === undefined ? new GoogleAuth({ scopes: [SCOPE] }) : null;
  return {
    get: async (name) => {
      const path = `projects/${project}/secrets/${encodeURIComponent(name)}/versions/${versions[name] ?? 'latest'}`;
      const url = `${endpoint ?? GOOGLE}/v1/${path}:access`;
      const headers = auth ? await auth.getRequestHeaders(url) : new Headers();
      return textOf(name, await ask(name, path, url, headers));
    },
  };
}

/** Asks again where the service is busy or away. */
async function ask(name: string, path: string, url: string, headers: Headers): Promise<unknown> {
  for (let attempt = 1; ; attempt++) {
    const answer = await fetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(() => null);
    if (answer?.ok) return answer.json();
    const isPassing = !answer || answer.status === 429 || answer.status >= 500;
    if (!isPassing || attempt >= ATTEMPTS) throw refused(name, path, answer?.status);
    await pause(PAUSE_MS * attempt);
  }
}

function refused(name: string, path: string, status: number | undefined): SecretError {
  const remedies: Readonly<Record<number, string>> = {
    403: 'Grant the account of the function roles/secretmanager.secretAccessor on it.',
    404: 'Add a version to it, or correct the name of the secret in the contract.',
  };
  const remedy = (status && remedies[status]) ?? 'Try again.';
  const answer = status === undefined ? 'nobody answered' : `the answer was ${status}`;
  return new SecretError(`The secret "${name}" cannot be had: ${path}, ${answer}. ${remedy}`);
}

function textOf(name: string, answer: unknown): string {
  const { payload } = answer as { payload?: { data?: string } };
  const value = Buffer.from(payload?.data ?? '', 'base64').toString('utf8');
  if (value) return value;
  throw new SecretError(`The secret "${name}" is empty. Add a version to it that has a value.`);
}
