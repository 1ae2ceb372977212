import { type Problem, ProjectError } from '../../core/errors';
import { problem, problemAt } from '../problems';
import { readContract } from './contract';
import { readEcluseYaml } from './ecluse-yaml';
import { varsOf } from './environment-vars';
import { PROJECT_FILE, type ProjectFile } from './files';
import { readFunction } from './function-file';
import { readMigrations } from './migration';
import { readModel } from './model-file';
import { pipelineProblems } from './pipelines';
import { readReference } from './reference';
import type { ContractFile, EnvironmentVars, Project } from './types';

/**
 * What a project's files say, validated and with defaults filled in.
 * @param environment whose vars are put in place of the project's; absent: the project's own
 * @throws {ProjectError} with every problem of every file
 */
export function readProject(
  root: string,
  files: readonly ProjectFile[],
  environment?: EnvironmentVars,
): Project {
  const below = (folder: string): ProjectFile[] => files.filter(({ file }) => file.startsWith(`${folder}/`));
  const main = files.find(({ file }) => file === PROJECT_FILE);
  const { settings, problems: wrongSettings } = readEcluseYaml(PROJECT_FILE, main?.text ?? '');
  const contracts = below('contracts').map(({ file, text }) => readContract(file, text));
  const models = [...below('sql/silver'), ...below('sql/gold')].map(({ file, text }) =>
    readModel(file, text),
  );
  const functions = below('sql/functions').map(({ file, text }) => readFunction(file, text));
  const references = readReferences(below('reference'));
  const { migrations, problems: wrongMigrations } = readMigrations(below('migrations'));
  const found = {
    contracts: contracts.flatMap(({ contract }) => contract ?? []),
    models: models.flatMap(({ model }) => model ?? []),
    functions: functions.flatMap((result) => ('function' in result ? [result.function] : [])),
    references: references.flatMap(({ reference }) => reference ?? []),
    migrations,
  };
  const { vars, problems: wrongVars } = varsOf(settings?.vars ?? {}, settings && environment);
  const problems = [
    ...wrongSettings,
    ...wrongVars,
    ...[...contracts, ...references, ...models].flatMap((result) => result.problems),
    ...functions.flatMap((result) => ('problem' in result ? [result.problem] : [])),
    ...wrongMigrations,
    ...twins(below('contracts'), /\.ya?ml$/),
    ...twins(
      below('reference').filter(({ file }) => !file.endsWith('.csv')),
      /\.ya?ml$/,
    ),
    ...lonely(below('reference')),
    ...overlaps(found.contracts),
  ];
  // Where files could not be read, what the others name may well exist.
  if (settings && problems.length === 0) problems.push(...pipelineProblems({ ...settings, ...found }));
  if (problems.length > 0 || !settings) throw new ProjectError(problems);
  const { places: _places, ...rest } = settings;
  return { root, ...rest, vars, ...found };
}

const withoutEnding = (file: string): string => file.replace(/\.[^.]+$/, '');

function readReferences(files: readonly ProjectFile[]): ReturnType<typeof readReference>[] {
  return files
    .filter(({ file }) => file.endsWith('.csv'))
    .map((csv) =>
      readReference(
        csv,
        files.find((other) => other !== csv && withoutEnding(other.file) === withoutEnding(csv.file)),
      ),
    );
}

/** The same name with two endings, `.yaml` and `.yml`. */
function twins(files: readonly ProjectFile[], ending: RegExp): Problem[] {
  const seen = new Map<string, string>();
  return files.flatMap(({ file }): Problem[] => {
    const base = file.replace(ending, '');
    const before = seen.get(base);
    seen.set(base, file);
    if (before === undefined) return [];
    return [problem('stray_file', { file }, `${before} has the same name.`, 'Join the two in one file.')];
  });
}

/** Descriptions of reference tables that are not there. */
function lonely(files: readonly ProjectFile[]): Problem[] {
  const tables = files.filter(({ file }) => file.endsWith('.csv')).map(({ file }) => withoutEnding(file));
  return files
    .filter(({ file }) => !tables.includes(withoutEnding(file)))
    .map(({ file }) =>
      problem(
        'stray_file',
        { file },
        `there is no ${withoutEnding(file)}.csv that it would describe.`,
        'Give both the same name.',
      ),
    );
}

/** A file belongs to one source: by the longest prefix would be a guess. */
function overlaps(contracts: readonly ContractFile[]): Problem[] {
  return contracts.flatMap((contract, index) =>
    contracts.slice(0, index).flatMap((other): Problem[] => {
      const [own, others] = [contract.server.prefix, other.server.prefix];
      if (contract.name === other.name || !(own.startsWith(others) || others.startsWith(own))) return [];
      const message = `files below ${own} would belong to ${other.name}, too, which has ${others}.`;
      const path = contract.server.kind === 'files' ? ['servers', 0, 'path'] : ['name'];
      return [
        problemAt(contract.places, path, 'server_path', message, 'Give each source a folder of its own.'),
      ];
    }),
  );
}
