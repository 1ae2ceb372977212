import type { ApiServer, Source } from '../../core/manifest';
import { CollectError } from './errors';
import { type Redactor, spellingsInUrls } from './redactor';

export type Environment = Readonly<Record<string, string | undefined>>;
export type ApiSource = Source & { readonly server: ApiServer };

const VARIABLE = /\{env:([A-Za-z_][A-Za-z0-9_]*)\}/g;
/** Shorter values (`eu`, `100`) would be found, and taken out, in any text. In URLs they are hidden all the same. */
const SECRET_LENGTH = 6;

const TELLING_NAME = /key|token|secret|pass|sign|auth|credential/i;

/**
 * The URL of a contract with its variables filled in. Variables in the query are taken for secrets: wherever a URL is
 * stored or shown, the variable's name stands for its value.
 */
export class Address {
  readonly url: URL;
  /** Variables of the query: name to value. */
  private readonly hidden = new Map<string, string>();

  /** @throws {CollectError} `configuration` */
  constructor(
    private readonly source: ApiSource,
    private readonly environment: Environment,
    redactor: Redactor,
  ) {
    this.url = this.parse(this.fill(source.server.url, redactor));
  }

  /** As it may be stored: without the values of the query's variables. */
  pack(url: string): string {
    const names = new Map(
      [...this.hidden].flatMap(([name, value]) =>
        spellingsInUrls(value).map((spelling) => [spelling, name] as const),
      ),
    );
    if (names.size === 0 || !url.includes('?')) return url;
    const query = url.indexOf('?');
    const longestFirst = [...names.keys()].sort((a, b) => b.length - a.length);
    const pattern = new RegExp(longestFirst.map(literally).join('|'), 'g');
    const hide = (value: string): string => `{env:${names.get(value)}}`;
    return url.slice(0, query) + url.slice(query).replace(pattern, hide);
  }

  unpack(packed: string): string {
    return packed.replace(VARIABLE, (text, name: string) => {
      const value = this.hidden.get(name);
      return value === undefined ? text : encodeURIComponent(value);
    });
  }

  /** As it may be shown. */
  show(url: URL): string {
    const shown = new URL(url);
    const own = ownParameters(this.source.server);
    for (const name of new Set(shown.searchParams.keys()))
      if (TELLING_NAME.test(name) && !own.has(name)) shown.searchParams.set(name, '***');
    return this.pack(shown.href);
  }

  private fill(template: string, redactor: Redactor): string {
    const query = template.indexOf('?');
    return template.replace(VARIABLE, (_, name: string, at: number) => {
      const value = this.value(name);
      if (query < 0 || at < query) return value;
      if (value.length >= SECRET_LENGTH) redactor.hide(value);
      this.hidden.set(name, value);
      return encodeURIComponent(value);
    });
  }

  private value(name: string): string {
    const value = this.environment[name];
    if (value) return value;
    throw this.wrong(`needs the environment variable ${name}, which is not set. Set it and collect again`);
  }

  private parse(text: string): URL {
    const url = URL.canParse(text) ? new URL(text) : null;
    if (!url || !/^https?:$/.test(url.protocol))
      throw this.wrong(
        'is no http or https URL once its variables are filled in. Write the whole URL, or correct the variables',
      );
    if (url.username || url.password)
      throw this.wrong('holds a user or a password. Take them out, and name a secret in the property auth');
    url.hash = '';
    return url;
  }

  private wrong(what: string): CollectError {
    const { file, server, name } = this.source;
    return new CollectError('configuration', `${file}: the location of ${name}, ${server.url}, ${what}.`);
  }
}

const literally = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** Parameters that the contract itself speaks of: what they hold is no secret, even in `page_token`. */
function ownParameters({ pagination, incremental }: ApiServer): ReadonlySet<string> {
  const names = new Set(incremental ? [incremental.param] : []);
  if ('param' in pagination) names.add(pagination.param);
  return names;
}
