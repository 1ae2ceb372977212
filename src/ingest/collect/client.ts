import type { Clock } from '../../ports/clock';
import { RefusedFile } from '../reader/refused-file';
import type { Address, ApiSource } from './address';
import { type Answer, attempt, MAX_PAGE_BYTES, type Outcome, type RequestOptions } from './attempt';
import { CollectError } from './errors';
import type { Redactor } from './redactor';
import { backoff, LONGEST_RETRY_AFTER_MS, Pace, retryAfter } from './waits';

/** Characters of an answer that an error shows. */
const SHOWN = 200;

type Failure = Extract<Outcome, { kind: 'again' }>;

/** Asks the API, as often as the contract allows: waits its turn, asks again after failures that may pass. */
export class ApiClient {
  private readonly pace: Pace;

  constructor(
    private readonly source: ApiSource,
    private readonly address: Address,
    private readonly redactor: Redactor,
    private readonly options: Omit<RequestOptions, 'timeoutMs'>,
    private readonly clock: Clock,
  ) {
    this.pace = new Pace(source.server.rateLimit, clock);
  }

  /**
   * @param read makes of the answer what the caller wants; an answer that ends too early is asked for again
   * @throws {CollectError} `refused`, `unavailable`
   * @throws {RefusedFile} what `read` found
   */
  async get<T>(url: URL, read: (answer: Answer) => T): Promise<T> {
    for (let failures = 1; ; failures++) {
      const outcome = await this.ask(url);
      if (outcome.kind === 'refused') throw this.refused(url, outcome);
      if (outcome.kind === 'too_large') throw this.tooLarge(url);
      const result = outcome.kind === 'answer' ? tryRead(outcome.answer, read) : outcome;
      if (result.kind === 'read') return result.value;
      if (failures > this.source.server.retries) throw this.unavailable(url, result, failures);
      await this.clock.sleep(this.wait(url, result, failures));
    }
  }

  private async ask(url: URL): Promise<Outcome> {
    await this.pace.turn();
    return attempt(url, { ...this.options, timeoutMs: this.source.server.timeoutMs });
  }

  private wait(url: URL, failure: Failure, failures: number): number {
    const asked = retryAfter(failure.retryAfter, this.clock.now()) ?? 0;
    if (asked > LONGEST_RETRY_AFTER_MS) throw this.patience(url, failure, asked);
    return Math.max(asked, backoff(failures, this.clock));
  }

  private refused(url: URL, { status, reason, body }: Extract<Outcome, { kind: 'refused' }>): CollectError {
    return this.error('refused', url, `${reason}: ${this.excerpt(body)}. ${this.remedy(status)}`, status);
  }

  private remedy(status: number): string {
    const { file, server } = this.source;
    if (status < 400) return `Write the address that it redirects to in ${file}; redirects are not followed.`;
    if (status !== 401 && status !== 403) return `Correct the location or its parameters in ${file}.`;
    return server.auth
      ? `Renew the secret "${server.auth.secret}", which is sent as ${server.auth.header}, or let its owner read this.`
      : `Name a secret in the property auth in ${file}.`;
  }

  private unavailable(url: URL, { reason }: Failure, times: number): CollectError {
    const asked = times === 1 ? 'once' : `${times} times`;
    const remedy = 'What has landed is kept: collect again when the API works, to go on from here.';
    return this.error(
      'unavailable',
      url,
      `${this.redactor.redact(reason)}; it was asked ${asked}. ${remedy}`,
    );
  }

  private patience(url: URL, { reason }: Failure, milliseconds: number): CollectError {
    const seconds = Math.ceil(milliseconds / 1000);
    const at = new Date(this.clock.now().getTime() + milliseconds).toISOString();
    const remedy = `Collect again after ${at}, to go on from here.`;
    return this.error('unavailable', url, `${reason} and asks for a pause of ${seconds} s. ${remedy}`);
  }

  private tooLarge(url: URL): CollectError {
    const limit = `a page of more than ${MAX_PAGE_BYTES / 1024 ** 2} MiB`;
    return this.error(
      'unreadable',
      url,
      `answered ${limit}. Ask for smaller pages: see pagination in ${this.source.file}.`,
    );
  }

  private excerpt(body: string): string {
    const text = this.redactor.redact(body).replace(/\s+/g, ' ').trim();
    return text === '' ? 'no text' : JSON.stringify(text.slice(0, SHOWN));
  }

  private error(kind: CollectError['kind'], url: URL, what: string, status?: number): CollectError {
    const shown = this.redactor.redact(this.address.show(url));
    return new CollectError(kind, `${this.source.name}: ${shown} ${what}`, status);
  }
}

function tryRead<T>(answer: Answer, read: (answer: Answer) => T): { kind: 'read'; value: T } | Failure {
  try {
    return { kind: 'read', value: read(answer) };
  } catch (error) {
    if (!(error instanceof RefusedFile && error.code === 'truncated')) throw error;
    return { kind: 'again', reason: `answered a page that breaks off: ${error.message}`, retryAfter: null };
  }
}
