import { writeFileSync } from 'node:fs';
import { airflowDag } from '../airflow-dag';
import { UsageError } from '../exit';
import { print } from '../print';
import { loadProject } from '../wire';

interface Options {
  readonly project?: string;
  readonly pipeline?: string;
  readonly out?: string;
}

/** Writes a pipeline for another orchestrator. @throws {UsageError} for one that is not there, or not named */
export async function exportAirflow({ project, pipeline: name, out }: Options): Promise<void> {
  const { manifest } = await loadProject(project);
  const known = manifest.pipelines.map((pipeline) => pipeline.name).join(', ') || 'none';
  const chosen = manifest.pipelines.filter((pipeline) => name === undefined || pipeline.name === name);
  const [pipeline, another] = chosen;
  if (!pipeline) throw new UsageError(`There is no pipeline ${name}. There are ${known}.`);
  if (another)
    throw new UsageError(`There are several pipelines: name one with --pipeline. There are ${known}.`);
  const dag = airflowDag(manifest, pipeline);
  if (out === undefined) return print(dag);
  writeFileSync(out, dag);
  print(`The DAG of ${pipeline.name} is in ${out}.`);
}
