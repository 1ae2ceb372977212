import { type Problem, ProjectError } from '../../core/errors';
import { selects } from '../../core/selection';
import { readContract } from './contract';
import { readEcluseYaml } from './ecluse-yaml';
import { PROJECT_FILE, type ProjectFile } from './files';
import { readModel } from './model-file';
import { readReference } from './reference';
import type { FunctionFile, ModelFile, Project } from './types';

export { findProjectRoot, readProjectFiles } from './files';

/**
 * What a project's files say, validated and with defaults filled in.
 * @throws {ProjectError} with every problem of every file
 */
export function readProject(root: string, files: readonly ProjectFile[]): Project {
  const below = (folder: string): ProjectFile[] => files.filter(({ file }) => file.startsWith(`${folder}/`));
  const main = files.find(({ file }) => file === PROJECT_FILE);
  const settings = readEcluseYaml(PROJECT_FILE, main?.text ?? '');
  const contracts = below('contracts').map(({ file, text }) => readContract(file, text));
  const models = [...below('sql/silver'), ...below('sql/gold')].map(
    ({ file, text }) => named(file) ?? readModel(file, text),
  );
  const references = below('reference')
    .filter(({ file }) => file.endsWith('.csv'))
    .map(({ file, text }) => readReference(file, text, besideOf(file, files)));
  const found = models.flatMap((result) => result.model ?? []);
  const problems = [settings, ...contracts, ...models, ...references].flatMap((result) => result.problems);
  if (settings.settings) problems.push(...pipelineProblems(settings.settings.pipelines, found));
  if (problems.length > 0 || !settings.settings) throw new ProjectError(problems);
  return {
    root,
    ...settings.settings,
    contracts: contracts.flatMap(({ contract }) => contract ?? []),
    models: found,
    functions: below('sql/functions').map(functionFile),
    references: references.flatMap(({ reference }) => reference ?? []),
  };
}

const besideOf = (csv: string, files: readonly ProjectFile[]): ProjectFile | undefined =>
  files.find(({ file }) => file === csv.replace(/\.csv$/, '.yaml') || file === csv.replace(/\.csv$/, '.yml'));

/** The problem of a file whose name cannot be a table's. */
function named(file: string): ReturnType<typeof readModel> | null {
  const base = file.replace(/^.*\//, '').replace(/\.sql$/, '');
  if (/^[a-z][a-z0-9_]*$/.test(base)) return null;
  const remedy = 'Rename the file: lower-case letters, digits and _.';
  return {
    problems: [{ code: 'model_name', place: { file }, message: `${base} is not a name of a model.`, remedy }],
  };
}

const functionFile = ({ file, text }: ProjectFile): FunctionFile => ({
  name: file.replace(/^.*\//, '').replace(/\.sql$/, ''),
  file,
  sql: text,
});

/** Each model is in exactly one pipeline, and triggers name pipelines that exist. */
function pipelineProblems(pipelines: Project['pipelines'], models: readonly ModelFile[]): Problem[] {
  const place = { file: PROJECT_FILE };
  const homeless = models.flatMap((model): Problem[] => {
    const homes = pipelines
      .filter((pipeline) => selects(pipeline.select, model))
      .map((pipeline) => pipeline.name);
    if (homes.length === 1) return [];
    const message =
      homes.length === 0
        ? `no pipeline selects ${model.name}.`
        : `${model.name} is selected by ${homes.join(' and ')}.`;
    return [{ code: 'pipeline', place, message, remedy: 'Let exactly one pipeline select each model.' }];
  });
  const known = pipelines.map((pipeline) => pipeline.name);
  const dangling = pipelines.flatMap((pipeline) =>
    pipeline.triggers.flatMap((trigger): Problem[] => {
      if (trigger.kind !== 'after' || known.includes(trigger.pipeline)) return [];
      const message = `pipeline ${pipeline.name} starts after ${trigger.pipeline}, which does not exist.`;
      return [{ code: 'trigger', place, message, remedy: `There are ${known.join(', ')}.` }];
    }),
  );
  return [...homeless, ...dangling];
}
