import { type Claims, ServiceCallers } from '../../functions/callers';

const HOST = 'ecluse-plan-run-abc-ew.a.run.app';
const NOW = new Date('2026-11-01T00:00:00Z');
const GOOD: Claims = {
  aud: `https://${HOST}`,
  iss: 'https://accounts.google.com',
  exp: NOW.getTime() / 1000 + 60,
  email: 'ecluse-workflow@p.iam.gserviceaccount.com',
  email_verified: true,
};

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
/** As Cloud Run hands a token on that it has verified. */
const verified = (claims: Claims): string =>
  `${part({ alg: 'RS256' })}.${part(claims)}.SIGNATURE_REMOVED_BY_GOOGLE`;

const callers = new ServiceCallers(
  async (token, audience) => {
    if (token === 'a.signed.token' && audience === GOOD.aud) return GOOD;
    throw new Error('wrong signature');
  },
  () => NOW,
);
const check = (authorization?: string): Promise<void> =>
  callers.check({ host: HOST, ...(authorization && { authorization }) });

describe('a caller', () => {
  test('is served with a token made out for this function, verified by Cloud Run or by us', async () => {
    await expect(check(`Bearer ${verified(GOOD)}`)).resolves.toBeUndefined();
    await expect(check('Bearer a.signed.token')).resolves.toBeUndefined();
  });

  test.each<[string, string | undefined, number]>([
    ['no token', undefined, 401],
    ['another kind of credential', 'Basic abc', 401],
    ['a token that nobody has signed', `Bearer ${part({})}.${part(GOOD)}.`, 401],
    ['a token that is no token', 'Bearer x.SIGNATURE_REMOVED_BY_GOOGLE', 401],
    ['a token for another service', `Bearer ${verified({ ...GOOD, aud: 'https://other.a.run.app' })}`, 403],
    ['a token of another issuer', `Bearer ${verified({ ...GOOD, iss: 'https://evil.example' })}`, 401],
    ['an old token', `Bearer ${verified({ ...GOOD, exp: NOW.getTime() / 1000 - 1 })}`, 401],
    ['a token without expiry', `Bearer ${verified({ ...GOOD, exp: undefined })}`, 401],
    ['a token of nobody', `Bearer ${verified({ ...GOOD, email_verified: false })}`, 403],
  ])('with %s is refused', async (_what, authorization, status) => {
    await expect(check(authorization)).rejects.toMatchObject({ name: 'CallerRefused', status });
  });
});
