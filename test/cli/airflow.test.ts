import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { airflowDag } from '../../src/cli/airflow-dag';
import type { Manifest, Pipeline } from '../../src/core/manifest';

const GOLDEN = join(__dirname, 'airflow/retail_medallion.py');
const PROJECT = {
  project: {
    name: 'retail',
    description: 'Stores.',
    timeZone: 'Europe/Paris',
    start: '2026-10-01',
    retainDays: 7,
  },
} as unknown as Manifest;

const pipelineOf = (changes: Partial<Pipeline> = {}): Pipeline => ({
  name: 'medallion',
  description: 'Everything, every night.',
  models: [],
  triggers: [{ kind: 'cron', cron: '0 3 * * *', zone: 'Europe/Paris' }],
  ...changes,
});

const hasPython = spawnSync('python3', ['--version']).status === 0;
const parses = (source: string): string =>
  spawnSync('python3', ['-c', 'import ast, sys; ast.parse(sys.stdin.read())'], {
    input: source,
    encoding: 'utf8',
  }).stderr;

describe('the DAG of a pipeline', () => {
  test('is the one that was reviewed', () => {
    const dag = airflowDag(PROJECT, pipelineOf());
    if (process.env.UPDATE_GOLDENS) writeFileSync(GOLDEN, dag);
    expect(dag).toBe(readFileSync(GOLDEN, 'utf8'));
  });

  (hasPython ? test : test.skip).each<[string, Partial<Pipeline>]>([
    ['a pipeline by the clock', {}],
    ['a pipeline that only others start', { triggers: [{ kind: 'on_file', source: 'visits' }] }],
    ['a description that quotes', { description: 'It says """stop""", \\ and "é"\nand goes on' }],
  ])('of %s is Python', (_what, changes) => {
    expect(parses(airflowDag(PROJECT, pipelineOf(changes)))).toBe('');
  });
});
