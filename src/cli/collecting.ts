import { type CollectResult, collect } from '../ingest/collect';
import { UsageError } from './exit';
import { type LocalContext, secretsOf } from './wire';

/** Pulls the named sources, or all that have an API. @throws {UsageError} for a name that is none */
export async function collectFrom(
  context: LocalContext,
  run: string,
  names: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<CollectResult[]> {
  const apis = context.manifest.sources.filter((source) => source.server.kind === 'api');
  for (const name of names) {
    if (apis.some((source) => source.name === name)) continue;
    throw new UsageError(
      `${name} is no source with an API. There are ${apis.map((source) => source.name).join(', ') || 'none'}.`,
    );
  }
  const chosen = names.length === 0 ? apis : apis.filter((source) => names.includes(source.name));
  const results: CollectResult[] = [];
  for (const source of chosen)
    results.push(await collect(context, source, { run, environment, secrets: secretsOf(environment) }));
  return results;
}
