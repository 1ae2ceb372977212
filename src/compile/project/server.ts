import type { Problem } from '../../core/errors';
import type { Source } from '../../core/manifest';
import { nearest } from '../nearest';
import { didYouMean, type Places, type ProblemCode, problemAt } from '../problems';
import { API_USAGE, apiProperties } from './api-properties';
import type { OdcsServer } from './odcs';
import { serverKeyProblems } from './server-keys';
import { shortText } from './yaml-issues';

type Server = Source['server'];

export interface ReadServer {
  readonly server: Server;
  readonly problems: readonly Problem[];
}

const FORMATS = ['csv', 'ndjson', 'json', 'parquet'] as const;
const DELIMITERS = [',', ';', '\t', '|'] as const;

/** Stands in for a server that could not be read, so that the rest of the contract is looked at. */
const NOTHING: Server = { kind: 'files', prefix: '', format: 'csv' };

/** The first server of a contract in our terms. */
export function readServer(places: Places, server: OdcsServer | undefined, name: string): ReadServer {
  const read = readByType(places, server, name);
  return { ...read, problems: [...(server ? serverKeyProblems(places, server) : []), ...read.problems] };
}

function readByType(places: Places, server: OdcsServer | undefined, name: string): ReadServer {
  if (server?.type === 'local') return readFiles(places, server, name);
  if (server?.type === 'api') return readApi(places, server, name);
  if (server?.type === 'pubsub') return readStream(places, server, name);
  return refused(
    places,
    'server_type',
    ['type'],
    `a server of type ${server?.type} cannot be read.`,
    didYouMean(
      nearest(server?.type ?? '', ['local', 'api', 'pubsub']),
      'Use local (files below a prefix of the landing bucket), api (a REST API) or pubsub (messages of a topic).',
    ),
  );
}

function readFiles(places: Places, server: OdcsServer, name: string): ReadServer {
  const format = FORMATS.find((candidate) => candidate === server.format);
  if (!format)
    return refused(
      places,
      'server_format',
      ['format'],
      `the format ${server.format ?? '(none)'} cannot be read.`,
      didYouMean(
        nearest(server.format ?? '', FORMATS),
        `Use one of ${FORMATS.join(', ')}; gzip is detected.`,
      ),
    );
  const prefix = server.path ?? `${name}/`;
  if (
    !/^(?!\/)(?:[^\\/]+\/)+$/.test(prefix) ||
    prefix.split('/').some((part) => part === '..' || part === '.')
  )
    return refused(
      places,
      'server_path',
      ['path'],
      `the path ${prefix} is not a prefix of the landing bucket.`,
      `Write a folder that ends with /, such as ${name}/.`,
    );
  const delimiter = DELIMITERS.find((candidate) => candidate === server.delimiter);
  if (server.delimiter !== undefined && !delimiter)
    return refused(
      places,
      'server_delimiter',
      ['delimiter'],
      `the delimiter ${JSON.stringify(server.delimiter)} cannot be read.`,
      'Use a comma, a semicolon, a tab or |.',
    );
  const records = server.customProperties.find((entry) => entry.property === 'records')?.value;
  const more = { ...(delimiter && { delimiter }), ...(typeof records === 'string' && { records }) };
  return { server: { kind: 'files', prefix, format, ...more }, problems: [] };
}

/** A message is one JSON object; Pub/Sub writes one a line. */
function readStream(places: Places, server: OdcsServer, name: string): ReadServer {
  if (server.format !== undefined && server.format !== 'ndjson')
    return refused(
      places,
      'server_format',
      ['format'],
      `messages in the format ${server.format} cannot be read.`,
      'Publish one JSON object a message, and write ndjson or nothing.',
    );
  const read = readFiles(places, { ...server, format: 'ndjson' }, name);
  if (read.problems.length > 0 || read.server.kind !== 'files') return read;
  return { ...read, server: { ...read.server, streamed: true } };
}

function readApi(places: Places, server: OdcsServer, name: string): ReadServer {
  if (!server.location)
    return refused(
      places,
      'server_location',
      ['location'],
      'the API has no location.',
      'Write its URL; {env:NAME} stands for an environment variable.',
    );
  const address = addressProblem(server.location);
  if (address) return refused(places, 'server_location', ['location'], ...address);
  const written = server.customProperties;
  const parsed = apiProperties.safeParse(
    Object.fromEntries(written.map(({ property, value }) => [property, value])),
  );
  if (!parsed.success) return wrongProperty(places, written, parsed.error.issues[0]);
  const { auth, incremental, rateLimit, ...rest } = parsed.data;
  const more = {
    ...(auth && { auth }),
    ...(incremental && { incremental }),
    ...(rateLimit && { rateLimit }),
  };
  return {
    server: { kind: 'api', prefix: `${name}/`, url: server.location, ...rest, ...more },
    problems: [],
  };
}

/** What is wrong with the location of an API, and what to do; variables are filled in when it is called. */
function addressProblem(location: string): [message: string, remedy: string] | null {
  const filled = location.replace(/\{env:[A-Z_][A-Z0-9_]*\}/g, 'variable');
  if (/^[a-z]+:\/\/[^/?#]*@/i.test(filled))
    return ['the location carries a user or a password.', 'Take them out, and name a secret: property auth.'];
  if (/^(https?:\/\/|variable)\S*$/.test(filled)) return null;
  return [
    `the location ${location} is no URL.`,
    'Write one that begins with https://, http:// or {env:NAME}, an environment variable that holds it.',
  ];
}

type Issue = {
  readonly code?: string;
  readonly path: readonly PropertyKey[];
  readonly keys?: readonly string[];
};

function wrongProperty(
  places: Places,
  written: OdcsServer['customProperties'],
  issue: Issue | undefined,
): ReadServer {
  const unknown = issue?.path.length === 0 ? issue.keys?.[0] : undefined;
  const property = unknown ?? String(issue?.path[0]);
  const index = written.findIndex((entry) => entry.property === property);
  const path = ['customProperties', Math.max(0, index)];
  const known = Object.keys(API_USAGE);
  if (unknown !== undefined)
    return refused(
      places,
      'api_property',
      path,
      `an API has no property ${unknown}.`,
      didYouMean(nearest(unknown, known), `It has ${known.join(', ')}.`),
    );
  const usage = API_USAGE[property as keyof typeof API_USAGE];
  return refused(
    places,
    'api_property',
    path,
    `${property} is ${shortText(written[index]?.value)}.`,
    `Write ${usage}.`,
  );
}

function refused(
  places: Places,
  code: ProblemCode,
  path: readonly PropertyKey[],
  message: string,
  remedy: string,
): ReadServer {
  return { server: NOTHING, problems: [problemAt(places, ['servers', 0, ...path], code, message, remedy)] };
}
