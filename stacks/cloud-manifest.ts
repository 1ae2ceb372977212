import type { Manifest } from '../src/core/manifest';

/** The manifest as the cloud gets it: without the DuckDB SQL of its statements. */
export const cloudManifest = (manifest: Manifest): Manifest => withoutDuckdb(manifest) as Manifest;

function withoutDuckdb(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDuckdb);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value);
  const isStatement = 'googlesql' in value && 'duckdb' in value;
  return Object.fromEntries(
    entries.map(([key, item]) => [key, isStatement && key === 'duckdb' ? [] : withoutDuckdb(item)]),
  );
}
