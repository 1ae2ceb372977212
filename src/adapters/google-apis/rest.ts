import { GoogleAuth } from 'google-auth-library';
import { Patience } from '../google/patience';

export interface ApiOptions {
  /** Another address than Google's; requests to it carry no credentials. */
  readonly endpoint?: string;
  /** Longest pause between two attempts of a request. Default: 4. */
  readonly maxRetryDelaySeconds?: number;
}

const SCOPE = 'https://www.googleapis.com/auth/cloud-platform';
const TIMEOUT_MS = 20_000;

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

const isPassing = (error: unknown): boolean =>
  error instanceof ApiError && (error.status === 0 || error.status === 429 || error.status >= 500);

/** Sends JSON to one API of Google; what is busy or away is asked again, so everything sent must bear that. */
export class Api {
  readonly #auth: GoogleAuth | null;
  readonly #address: string;
  readonly #patience: Patience;

  /** @param address e.g. `https://pubsub.googleapis.com` */
  constructor(address: string, { endpoint, maxRetryDelaySeconds = 4 }: ApiOptions) {
    this.#address = endpoint ?? address;
    this.#patience = new Patience(maxRetryDelaySeconds, isPassing);
    this.#auth = endpoint === undefined ? new GoogleAuth({ scopes: [SCOPE] }) : null;
  }

  /** @param body absent: a GET @returns the answer's JSON @throws {ApiError} */
  async send(path: string, body?: object): Promise<unknown> {
    const url = `${this.#address}${path}`;
    const answer = await this.#patience.repeat(() => this.#ask(url, body));
    return answer.json();
  }

  async #ask(url: string, body: object | undefined): Promise<Response> {
    const headers = this.#auth ? await this.#auth.getRequestHeaders(url) : new Headers();
    headers.set('content-type', 'application/json');
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const sent = body ? { method: 'POST', body: JSON.stringify(body) } : {};
    const answer = await fetch(url, { headers, signal, ...sent }).catch(() => null);
    if (answer?.ok) return answer;
    throw new ApiError(answer?.status ?? 0, `${url} answered ${answer?.status ?? 'nothing'}.`);
  }
}
