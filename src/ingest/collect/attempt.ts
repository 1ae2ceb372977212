/** Bytes of a page, after transfer decoding; what is longer could not be ingested either. */
export const MAX_PAGE_BYTES = 64 * 1024 ** 2;

const RETRIED = new Set([408, 425, 429]);

export interface Answer {
  readonly bytes: Buffer;
  /** The Link header. */
  readonly link: string | null;
}

/** What became of one request. */
export type Outcome =
  | { readonly kind: 'answer'; readonly answer: Answer }
  /** May be asked again. */
  | { readonly kind: 'again'; readonly reason: string; readonly retryAfter: string | null }
  | { readonly kind: 'refused'; readonly status: number; readonly reason: string; readonly body: string }
  | { readonly kind: 'too_large' };

export interface RequestOptions {
  readonly fetch: typeof fetch;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

/** One request, from the first byte sent to the last received within the timeout. Never throws for what the API does. */
export async function attempt(url: URL, options: RequestOptions): Promise<Outcome> {
  try {
    const { headers, timeoutMs } = options;
    const signal = AbortSignal.timeout(timeoutMs);
    // A redirect could lead the secret elsewhere: it is answered, not followed.
    const response = await options.fetch(url, { headers, signal, redirect: 'manual' });
    const bytes = await bodyOf(response);
    return response.ok ? answered(response, bytes) : failed(response, bytes);
  } catch (error) {
    return { kind: 'again', reason: reasonOf(error, options.timeoutMs), retryAfter: null };
  }
}

function answered(response: Response, bytes: Buffer | null): Outcome {
  if (!bytes) return { kind: 'too_large' };
  return { kind: 'answer', answer: { bytes, link: response.headers.get('link') } };
}

function failed(response: Response, bytes: Buffer | null): Outcome {
  const { status, statusText, headers } = response;
  const reason = `answered ${status} ${statusText}`.trim();
  if (status >= 500 || RETRIED.has(status))
    return { kind: 'again', reason, retryAfter: headers.get('retry-after') };
  const body = headers.get('location') ?? bytes?.toString('utf8') ?? '';
  return { kind: 'refused', status, reason, body };
}

/** `null`: longer than a page may be; the rest is not read. */
async function bodyOf(response: Response): Promise<Buffer | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > MAX_PAGE_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function reasonOf(error: unknown, timeoutMs: number): string {
  const { name, message, cause } = parts(error);
  if (name === 'TimeoutError') return `did not answer within ${timeoutMs} ms`;
  const deeper = cause === undefined ? undefined : parts(cause);
  const detail = deeper?.message || deeper?.code;
  return `failed: ${message}${detail ? ` (${detail})` : ''}`;
}

/** Platforms throw what is no Error by `instanceof`: exceptions of the DOM, errors of another realm. */
function parts(error: unknown): Partial<NodeJS.ErrnoException> {
  return typeof error === 'object' && error !== null ? error : { message: String(error) };
}
