import { setTimeout as pause } from 'node:timers/promises';
import { GoogleAuth } from 'google-auth-library';

export interface ApiOptions {
  /** Another address than Google's; requests to it carry no credentials. */
  readonly endpoint?: string;
}

const SCOPE = 'https://www.googleapis.com/auth/cloud-platform';
const TIMEOUT_MS = 20_000;
const ATTEMPTS = 4;
const PAUSE_MS = 300;

/** An API of Google refused a request, or nobody answered. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  constructor(
    /** 0: nobody answered. */
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** Sends JSON to one API of Google; what is busy or away is asked again, so everything sent must bear that. */
export class Api {
  readonly #auth: GoogleAuth | null;
  readonly #address: string;

  /** @param address e.g. `https://pubsub.googleapis.com` */
  constructor(address: string, { endpoint }: ApiOptions) {
    this.#address = endpoint ?? address;
    this.#auth = endpoint === undefined ? new GoogleAuth({ scopes: [SCOPE] }) : null;
  }

  /** @param body absent: a GET @returns the answer's JSON @throws {ApiError} */
  async send(path: string, body?: object): Promise<unknown> {
    const url = `${this.#address}${path}`;
    for (let attempt = 1; ; attempt++) {
      const answer = await this.#ask(url, body);
      if (answer?.ok) return answer.json();
      const status = answer?.status ?? 0;
      const isPassing = status === 0 || status === 429 || status >= 500;
      if (!isPassing || attempt === ATTEMPTS)
        throw new ApiError(status, `${url} answered ${status || 'nothing'}.`);
      await pause(PAUSE_MS * 2 ** attempt);
    }
  }

  async #ask(url: string, body: object | undefined): Promise<Response | null> {
    const headers = this.#auth ? await this.#auth.getRequestHeaders(url) : new Headers();
    headers.set('content-type', 'application/json');
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const sent = body ? { method: 'POST', body: JSON.stringify(body) } : {};
    return fetch(url, { headers, signal, ...sent }).catch(() => null);
  }
}
