import type { IncomingHttpHeaders } from 'node:http';

/** The caller is not who may call, or does not say who it is. */
export class CallerRefused extends Error {
  override readonly name = 'CallerRefused';
  constructor(
    readonly status: 401 | 403,
    message: string,
  ) {
    super(message);
  }
}

/** What an identity token claims. */
export interface Claims {
  readonly aud?: unknown;
  readonly exp?: unknown;
  readonly iss?: unknown;
  readonly email?: unknown;
  readonly email_verified?: unknown;
}

/** Decides whether a request may be served. */
export interface Callers {
  /** @throws {CallerRefused} */
  check(headers: IncomingHttpHeaders): Promise<void>;
}

/** Cloud Run puts it in place of the signature of a token that it has verified. */
const VERIFIED_BEFORE = 'SIGNATURE_REMOVED_BY_GOOGLE';
const ISSUERS = ['https://accounts.google.com', 'accounts.google.com'];

/**
 * Services say who they are by an identity token made out for this function's own address. Cloud Run has verified its
 * signature; here it is held that the token is meant for this function, comes from Google and is still good.
 */
export class ServiceCallers implements Callers {
  /** @param verify checks the signature of a token that nobody has verified yet, e.g. behind another front */
  constructor(
    private readonly verify: (token: string, audience: string) => Promise<Claims>,
    private readonly now: () => Date,
  ) {}

  async check(headers: IncomingHttpHeaders): Promise<void> {
    const token = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1];
    if (!token) throw new CallerRefused(401, 'There is no identity token in the request.');
    const audience = `https://${headers.host ?? ''}`;
    const claims = token.endsWith(`.${VERIFIED_BEFORE}`)
      ? claimsOf(token)
      : await this.verify(token, audience).catch(() => null);
    if (!claims) throw new CallerRefused(401, 'The identity token is not valid.');
    this.hold(claims, audience);
  }

  private hold({ aud, exp, iss, email, email_verified }: Claims, audience: string): void {
    if (String(aud).replace(/\/$/, '') !== audience)
      throw new CallerRefused(403, `The identity token is made out for another service than ${audience}.`);
    if (!ISSUERS.includes(String(iss)))
      throw new CallerRefused(401, 'The identity token is not from Google.');
    if (!(Number(exp) * 1000 > this.now().getTime()))
      throw new CallerRefused(401, 'The identity token has expired.');
    if (email_verified !== true || typeof email !== 'string')
      throw new CallerRefused(403, 'The identity token names no account.');
  }
}

function claimsOf(token: string): Claims | null {
  try {
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as Claims;
  } catch {
    return null;
  }
}
