/**
 * Every statement of a compiled project, users' and the engine's, by DuckDB and by the reference. Raw and reference
 * tables get made-up rows; what the project makes of them (typed views, staged rows, published tables) is computed by
 * the reference, step by step, so that each statement is judged on its own and on rows that could be there.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileProject } from '../../../../src/compile';
import type { Manifest } from '../../../../src/core/manifest';
import { type GoogleSql, startGoogleSql } from '../../../../src/googlesql';
import type { Outcome } from '../examples';
import { Reference } from '../reference';
import type { RowOptions } from './rows';
import { allStatements, type Step, Steps } from './steps';
import { vocabularyOf } from './vocabulary';

export interface ProjectLine extends Outcome {
  readonly name: string;
}

export interface ProjectReport {
  readonly lines: readonly ProjectLine[];
  /** Statements of the manifest. */
  readonly statements: number;
  /** Those whose answer never had a row, or that always failed in both: they prove little. */
  readonly idle: readonly string[];
}

/** Calm rows, rows with many NULLs, and rows with extremes and malformed text. */
const ROUNDS: readonly Omit<RowOptions, 'vocabulary'>[] = [
  { seed: 1, edges: 0, nulls: 0 },
  { seed: 2, edges: 0, nulls: 0.15 },
  { seed: 3, edges: 0.02, nulls: 0.02 },
  { seed: 4, edges: 0.25, nulls: 0.1 },
];

export async function proveProject(root: string, rounds = ROUNDS): Promise<ProjectReport> {
  const manifest = await compiled(root);
  const vocabulary = vocabularyOf(allStatements(manifest).map(({ googlesql }) => googlesql));
  const lines: ProjectLine[] = [];
  const live = new Set<string>();
  const seen = new Set<string>();
  const reference = await Reference.start();
  const googleSql = await startGoogleSql();
  try {
    for (const round of rounds)
      for (const { name, rows, ...outcome } of await steps(manifest, reference, googleSql, {
        ...round,
        vocabulary,
      })) {
        lines.push({ name: `${name} (rows ${round.seed})`, ...outcome });
        seen.add(name);
        if (rows > 0) live.add(name);
      }
  } finally {
    await googleSql.close();
    await reference.close();
  }
  const idle = [...seen].filter((name) => !live.has(name));
  return { lines, statements: allStatements(manifest).length, idle };
}

async function steps(
  manifest: Manifest,
  reference: Reference,
  googleSql: GoogleSql,
  options: RowOptions,
): Promise<readonly Step[]> {
  reference.tables.clear();
  const round = await Steps.start(manifest, reference, googleSql, options);
  try {
    return await round.run();
  } finally {
    round.close();
  }
}

async function compiled(root: string): Promise<Manifest> {
  const folder = mkdtempSync(join(tmpdir(), 'ecluse-prove-'));
  try {
    return (await compileProject(root, join(folder, 'manifest.json'))).manifest;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
