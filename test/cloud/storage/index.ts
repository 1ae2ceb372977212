import type { Faults } from '../faults';
import { ApiRefusal, type HttpAnswer, type HttpRequest, json, type RunningServer, serve } from '../http';
import { Objects, type Resource, resourceOf, type StoredObject } from './objects';
import { Uploads } from './uploads';

export interface StorageServer extends RunningServer {
  /** What is stored, and who is told of it. */
  readonly objects: Objects;
}

/** Larger objects take two requests to copy, which the API may ask for at any size. */
const ONE_REQUEST_BYTES = 1 << 20;
const PAGE = 1000;

/** A local server that speaks the JSON API of Cloud Storage, as far as `adapters/gcs` uses it. */
export async function startStorage(faults: Faults): Promise<StorageServer> {
  const objects = new Objects();
  const uploads = new Uploads(objects);
  const server = await serve(async (request) => route(request, objects, uploads), faults);
  return { ...server, objects };
}

const UPLOAD = /^\/upload\/storage\/v1\/b\/([^/]+)\/o$/;
const REWRITE = /^\/storage\/v1\/b\/([^/]+)\/o\/([^/]+)\/rewriteTo\/b\/([^/]+)\/o\/([^/]+)$/;
const OBJECT = /^\/(?:download\/)?storage\/v1\/b\/([^/]+)\/o\/([^/]+)$/;
const LIST = /^\/storage\/v1\/b\/([^/]+)\/o$/;

function route(request: HttpRequest, objects: Objects, uploads: Uploads): HttpAnswer {
  const { method, url } = request;
  const names = (pattern: RegExp) => pattern.exec(url.pathname)?.slice(1).map(decodeURIComponent);
  const [upload, rewritten, object, list] = [UPLOAD, REWRITE, OBJECT, LIST].map(names);
  if (upload) return uploads.handle(request, upload[0] ?? '');
  if (rewritten && method === 'POST') return rewrite(request, objects, rewritten);
  if (object && method === 'GET') return read(url, objects, object);
  if (object && method === 'DELETE') return remove(url, objects, object);
  if (list && method === 'GET') return listing(url, objects, list[0] ?? '');
  throw new ApiRefusal(404, 'notFound', `${method} ${url.pathname} is not served here.`);
}

function read(url: URL, objects: Objects, [bucket = '', name = '']: string[]): HttpAnswer {
  const object = objects.get(bucket, name, url.searchParams.get('generation'));
  return url.searchParams.get('alt') === 'media' ? media(object) : json(resourceOf(object));
}

function media({ bytes, crc32c, generation, contentType }: StoredObject): HttpAnswer {
  const headers = {
    'content-type': contentType,
    'x-goog-hash': `crc32c=${crc32c}`,
    'x-goog-generation': generation,
    'x-goog-stored-content-encoding': 'identity',
    'x-goog-stored-content-length': String(bytes.length),
  };
  return { status: 200, headers, body: bytes };
}

function remove(url: URL, objects: Objects, [bucket = '', name = '']: string[]): HttpAnswer {
  objects.get(bucket, name);
  objects.expectGeneration(bucket, name, url.searchParams.get('ifGenerationMatch'));
  objects.delete(bucket, name);
  return { status: 204 };
}

function rewrite({ url, body }: HttpRequest, objects: Objects, names: string[]): HttpAnswer {
  const [fromBucket = '', fromName = '', bucket = '', name = ''] = names;
  const source = objects.get(fromBucket, fromName, url.searchParams.get('sourceGeneration'));
  objects.expectGeneration(bucket, name, url.searchParams.get('ifGenerationMatch'));
  const size = String(source.bytes.length);
  if (source.bytes.length > ONE_REQUEST_BYTES && !url.searchParams.has('rewriteToken')) {
    const rewriteToken = `half-of-${source.generation}`;
    return json({
      done: false,
      objectSize: size,
      totalBytesRewritten: String(ONE_REQUEST_BYTES),
      rewriteToken,
    });
  }
  const resource: Resource = body.length > 0 ? JSON.parse(body.toString('utf8')) : {};
  const copy = objects.put(bucket, name, source.bytes, { ...source, ...resource, crc32c: source.crc32c });
  return json({ done: true, objectSize: size, totalBytesRewritten: size, resource: resourceOf(copy) });
}

function listing(url: URL, objects: Objects, bucket: string): HttpAnswer {
  const after = url.searchParams.get('pageToken');
  const limit = Number(url.searchParams.get('maxResults') ?? PAGE);
  const all = objects.list(bucket, url.searchParams.get('prefix') ?? '');
  const from =
    after === null
      ? 0
      : all.findIndex(({ name }) => Buffer.compare(Buffer.from(name), Buffer.from(after)) > 0);
  const page = from < 0 ? [] : all.slice(from, from + limit);
  const isLast = from < 0 || from + limit >= all.length;
  const nextPageToken = isLast ? undefined : page.at(-1)?.name;
  return json({ kind: 'storage#objects', items: page.map(resourceOf), nextPageToken });
}
