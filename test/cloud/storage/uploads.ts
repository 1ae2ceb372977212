import { randomUUID } from 'node:crypto';
import { ApiRefusal, type HttpAnswer, type HttpRequest, json } from '../http';
import { type Objects, type Resource, resourceOf } from './objects';

interface Session {
  readonly bucket: string;
  readonly name: string;
  readonly resource: Resource;
  readonly ifGeneration: string | null;
  bytes: Buffer;
  /** What the upload became; asking again answers the same. */
  done: object | null;
}

/** Uploads in one request and in pieces, as the JSON API documents them. */
export class Uploads {
  readonly #sessions = new Map<string, Session>();

  constructor(private readonly objects: Objects) {}

  handle(request: HttpRequest, bucket: string): HttpAnswer {
    const { method, url } = request;
    const kind = url.searchParams.get('uploadType');
    if (method === 'POST' && kind === 'multipart') return this.#whole(request, bucket);
    if (method === 'POST' && kind === 'resumable') return this.#begin(request, bucket);
    if (method === 'PUT') return this.#piece(request);
    if (method === 'DELETE') return this.#abandon(url);
    throw new ApiRefusal(400, 'invalid', `uploadType ${kind} is not served here.`);
  }

  #whole({ url, headers, body }: HttpRequest, bucket: string): HttpAnswer {
    const { resource, bytes } = parts(body, headers['content-type'] ?? '');
    const name = url.searchParams.get('name') ?? resource.name ?? '';
    this.objects.expectGeneration(bucket, name, url.searchParams.get('ifGenerationMatch'));
    return json(resourceOf(this.objects.put(bucket, name, bytes, resource)));
  }

  #begin({ url, headers, body }: HttpRequest, bucket: string): HttpAnswer {
    const resource: Resource = body.length > 0 ? JSON.parse(body.toString('utf8')) : {};
    const name = url.searchParams.get('name') ?? resource.name ?? '';
    const ifGeneration = url.searchParams.get('ifGenerationMatch');
    this.objects.expectGeneration(bucket, name, ifGeneration);
    const id = randomUUID();
    this.#sessions.set(id, { bucket, name, resource, ifGeneration, bytes: Buffer.alloc(0), done: null });
    const location = `http://${headers.host}${url.pathname}?uploadType=resumable&upload_id=${id}`;
    return { status: 200, headers: { location } };
  }

  #piece({ url, headers, body }: HttpRequest): HttpAnswer {
    const session = this.#session(url);
    if (session.done) return json(session.done);
    const range = /^bytes (?:(\d+)-(\d+)|\*)\/(\d+|\*)$/.exec(headers['content-range'] ?? 'bytes 0-0/*');
    if (!range) throw new ApiRefusal(400, 'invalid', `The range ${headers['content-range']} is none.`);
    const from = range[1] === undefined ? session.bytes.length : Number(range[1]);
    if (from <= session.bytes.length) session.bytes = Buffer.concat([session.bytes.subarray(0, from), body]);
    const total = range[3] === '*' ? null : Number(range[3]);
    if (total === null || session.bytes.length < total) return unfinished(session);
    return this.#finish(session, headers['x-goog-hash']);
  }

  #finish(session: Session, hash: string | string[] | undefined): HttpAnswer {
    const { bucket, name, resource, ifGeneration, bytes } = session;
    this.objects.expectGeneration(bucket, name, ifGeneration);
    const crc32c = /crc32c=([^,]+)/.exec(String(hash ?? ''))?.[1];
    const object = this.objects.put(bucket, name, bytes, { ...resource, ...(crc32c && { crc32c }) });
    session.bytes = Buffer.alloc(0);
    session.done = resourceOf(object);
    return json(session.done);
  }

  #abandon(url: URL): HttpAnswer {
    this.#sessions.delete(url.searchParams.get('upload_id') ?? '');
    return { status: 499 };
  }

  #session(url: URL): Session {
    const session = this.#sessions.get(url.searchParams.get('upload_id') ?? '');
    if (session) return session;
    throw new ApiRefusal(404, 'notFound', 'There is no such upload.');
  }
}

function unfinished({ bytes }: Session): HttpAnswer {
  return { status: 308, headers: bytes.length > 0 ? { range: `bytes=0-${bytes.length - 1}` } : {} };
}

/** `multipart/related`: the resource as JSON, then the bytes. */
function parts(body: Buffer, contentType: string): { resource: Resource; bytes: Buffer } {
  const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1] ?? '';
  const mark = `--${boundary}`;
  const first = content(body, body.indexOf(mark) + mark.length);
  const second = content(body, body.indexOf(mark, first) + mark.length);
  const end = body.lastIndexOf(`\r\n${mark}--`);
  const text = body.subarray(first, body.indexOf(`\r\n${mark}`, first)).toString('utf8');
  return { resource: JSON.parse(text), bytes: Buffer.from(body.subarray(second, end)) };
}

/** Where the content of the part begins whose headers are at `from`. */
const content = (body: Buffer, from: number): number => body.indexOf('\r\n\r\n', from) + 4;
