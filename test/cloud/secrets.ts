import type { Faults } from './faults';
import { ApiRefusal, json, type RunningServer, serve } from './http';

const ACCESS = /^\/v1\/projects\/[^/]+\/secrets\/([^/]+)\/versions\/([^/:]+):access$/;

/** A local server that speaks the one verb of Secret Manager that is used. @param values by `name/version` */
export function startSecrets(
  faults: Faults,
  values: Readonly<Record<string, string>>,
): Promise<RunningServer> {
  return serve(async ({ url }) => {
    const [, name = '', version = ''] = ACCESS.exec(decodeURIComponent(url.pathname)) ?? [];
    const value = values[`${name}/${version}`];
    if (value === undefined) throw new ApiRefusal(404, 'notFound', `Secret [${name}] not found`);
    return json({ name, payload: { data: Buffer.from(value).toString('base64') } });
  }, faults);
}
