import type { File, FileMetadata } from '@google-cloud/storage';

interface RewriteAnswer {
  readonly done: boolean;
  readonly rewriteToken?: string;
  readonly resource?: FileMetadata;
}

/**
 * Copies exactly the generation of `source`. Google's client has a verb for this, but it drops the precondition and the
 * metadata where a large object takes more than one request.
 */
export async function rewrite(
  source: File,
  target: File,
  resource: FileMetadata,
  ifGenerationMatch: string | undefined,
): Promise<FileMetadata> {
  const uri = `/o/${encodeURIComponent(source.name)}/rewriteTo/b/${target.bucket.name}/o/${encodeURIComponent(target.name)}`;
  const generation = source.generation === undefined ? {} : { sourceGeneration: source.generation };
  const precondition = ifGenerationMatch === undefined ? {} : { ifGenerationMatch };
  for (let rewriteToken: string | undefined; ; ) {
    const qs = { ...generation, ...precondition, ...(rewriteToken && { rewriteToken }) };
    const answer = await post<RewriteAnswer>(source, { uri, qs, json: resource });
    if (answer.done && answer.resource) return answer.resource;
    rewriteToken = answer.rewriteToken;
  }
}

function post<T>(file: File, request: { uri: string; qs: object; json: object }): Promise<T> {
  return new Promise((resolve, reject) => {
    file.bucket.request({ method: 'POST', ...request }, (error, answer) =>
      error ? reject(error) : resolve(answer as T),
    );
  });
}
