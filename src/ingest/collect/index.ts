import type { Source } from '../../core/manifest';
import type { Context } from '../../ports/context';
import type { Secrets } from '../../ports/secrets';
import { Address, type ApiSource, type Environment } from './address';
import { ApiClient } from './client';
import { CollectError } from './errors';
import { orderOf } from './order';
import { PageSource } from './page-source';
import { Pull } from './pull';
import { Redactor } from './redactor';
import { StateFile } from './state';
import { sinceOf } from './watermark';

export { CollectError, type CollectErrorKind } from './errors';

const DAY_MS = 86_400_000;
const WRITER_LETTERS = 12;

export interface CollectOptions {
  /** Id of the run on whose behalf this is done. */
  readonly run: string;
  /** What `{env:NAME}` in URLs stands for. */
  readonly environment: Environment;
  readonly secrets: Secrets;
  /** Default: the platform's. */
  readonly fetch?: typeof fetch;
  /**
   * Instants of the incremental column behind this one land, but are not believed: the next pull does not begin
   * there. Default: a day from now.
   */
  readonly until?: Date;
}

export interface CollectResult {
  readonly source: string;
  /** Number of the pull, from 1. */
  readonly pull: number;
  /** Names in the landing bucket: landed by this call, or found landed by one that died. */
  readonly objects: readonly string[];
  /** Pages and records that the whole pull has landed. */
  readonly pages: number;
  readonly records: number;
  /** Value of the incremental parameter that the pull asked with; `null`: it asked for everything. */
  readonly since: string | null;
  /** Greatest value of the incremental column so far; `null`: none, or the source is pulled whole each time. */
  readonly greatest: string | null;
}

/**
 * Pulls what is new from the API of a source, everything the first time. Pages land exactly as they came, below
 * `<prefix>collected/`; pages without a new record do not land. A call that stopped for whatever reason is followed by
 * one that goes on behind the last page: no page is left out, none lands twice.
 *
 * A pull asks from a little before the greatest value of the incremental column, so some records come again; it leaves
 * out none that the API answers in any order, provided that they are still there when their page is asked for.
 * @throws {CollectError}
 */
export async function collect(
  context: Context,
  source: Source,
  options: CollectOptions,
): Promise<CollectResult> {
  const api = apiSource(source);
  const redactor = new Redactor();
  const order = orderOf(api);
  const address = new Address(api, options.environment, redactor);
  const headers = await headersOf(api, options.secrets, redactor);
  const sending = { fetch: options.fetch ?? fetch, headers };
  const client = new ApiClient(api, address, redactor, sending, context.clock);
  const now = context.clock.now();
  const pull = new Pull({
    context,
    source: api,
    beginning: {
      source: api,
      now,
      timeZone: context.manifest.project.timeZone,
      run: options.run,
      writer: context.clock.token(WRITER_LETTERS),
    },
    state: new StateFile(context.objects, source.name),
    pages: new PageSource(api, address, client, context.objects, order),
    order,
    until: options.until ?? new Date(now.getTime() + DAY_MS),
  });
  const { pull: number, landed, mark, origin } = await pull.run();
  return {
    source: source.name,
    pull: number,
    objects: pull.objects,
    ...landed,
    since: sinceOf(origin, order),
    greatest: mark.greatest,
  };
}

function apiSource(source: Source): ApiSource {
  const { server } = source;
  if (server.kind === 'api') return { ...source, server };
  throw new CollectError(
    'configuration',
    `${source.file}: ${source.name} is delivered as files below ${server.prefix}; there is no API to collect it from. Name a source whose server is of type api.`,
  );
}

async function headersOf(
  { server: { auth }, file }: ApiSource,
  secrets: Secrets,
  redactor: Redactor,
): Promise<Record<string, string>> {
  const common = { accept: 'application/json', 'user-agent': 'ecluse' };
  if (!auth) return common;
  // Files of secrets end with a line break more often than not.
  const secret = (await secrets.get(auth.secret)).trim();
  redactor.hide(secret);
  if (/^[\x20-\x7e]+$/.test(secret)) return { ...common, [auth.header]: `${auth.prefix}${secret}` };
  throw new CollectError(
    'configuration',
    `${file}: the secret "${auth.secret}" is empty or holds characters that no header may have. Store it again, as one line of ASCII.`,
  );
}
