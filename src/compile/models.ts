import { type Problem, ProjectError } from '../core/errors';
import type { Model, Source } from '../core/manifest';
import { selects } from '../core/selection';
import { inOrder } from './graph';
import {
  type CompiledModel,
  type Known,
  ModelCompiler,
  readsOf,
  type TablesBeside,
  tableNames,
} from './model';
import { problem } from './problems';
import type { ModelFile, Project } from './project/types';
import { EVENTS, OPS_TABLES } from './sql/ops';
import type { StepCompiler } from './step-compiler';

export interface CompiledModels {
  /** In an order in which every model comes after what it reads. */
  readonly models: readonly Model[];
  /** The tables beside those of the models: what was stopped, what was published before. */
  readonly beside: readonly TablesBeside[];
}

/**
 * All models, each as soon as those that it reads are known.
 * @param before problems found so far; the models are looked at all the same
 * @throws {ProjectError}
 */
export async function compileModels(
  project: Project,
  steps: StepCompiler,
  sources: readonly Source[],
  before: readonly Problem[],
): Promise<CompiledModels> {
  const known = knownIn(project, sources);
  const nodes = project.models.map((file) => ({ name: file.name, file, reads: tableNames(readsOf(file)) }));
  const { ordered, cycles } = inOrder(nodes);
  const models = new Map<string, Model>();
  const upstream = { sources: new Map(sources.map((source) => [source.view, source])), models };
  const compiler = new ModelCompiler(project, steps, upstream, known);
  const inCircles = new Set(cycles.flat());
  const under = new Map<string, Promise<Outcome>>();
  const one = async (node: (typeof ordered)[number]): Promise<Outcome> => {
    const read = await Promise.all(node.reads.map((table) => under.get(table)));
    // What reads a broken model would only repeat its problem.
    if (inCircles.has(node.name) || read.some((outcome) => outcome && !outcome.compiled))
      return { problems: [] };
    const outcome = await compiler.compile(node.file, pipelineOf(project, node.file));
    if (outcome.compiled) models.set(node.name, outcome.compiled.model);
    return outcome;
  };
  for (const node of ordered) under.set(node.name, one(node));
  const outcomes = await Promise.all(ordered.map(({ name }) => under.get(name)));
  const problems = [
    ...before,
    ...cycles.map((path) => cycle(path, project.models)),
    ...outcomes.flatMap((outcome) => outcome?.problems ?? []),
  ];
  if (problems.length > 0) throw new ProjectError(problems);
  const compiled = outcomes.flatMap((outcome) => outcome?.compiled ?? []);
  return {
    models: compiled.map(({ model }) => model),
    beside: compiled.flatMap(({ beside }) => beside ?? []),
  };
}

interface Outcome {
  readonly compiled?: CompiledModel;
  readonly problems: readonly Problem[];
}

function knownIn({ contracts, references, models, functions }: Project, sources: readonly Source[]): Known {
  return {
    tables: new Set([
      ...sources.map((source) => source.view),
      ...references.map((reference) => reference.name),
      ...models.map((model) => model.name),
    ]),
    internal: new Set([
      ...sources.map((source) => source.raw),
      ...[...OPS_TABLES, EVENTS].map((table) => table.name),
    ]),
    functions: functions.map((entry) => entry.name),
    contracts: new Map(
      sources.flatMap(({ view, name }) =>
        contracts.filter((contract) => contract.name === name).map((contract) => [view, contract] as const),
      ),
    ),
  };
}

function cycle(path: readonly string[], models: readonly ModelFile[]): Problem {
  const [first, second] = path;
  const file = models.find((model) => model.name === first);
  const read = file && readsOf(file).find(({ table }) => table === second);
  const alone = path.length === 2;
  return problem(
    'cycle',
    { file: file?.file ?? '', ...read?.place },
    alone
      ? `the model ${first} reads itself.`
      : `the models read each other in a circle: ${path.join(' → ')}.`,
    alone
      ? 'Read what it is made from; lookback_days reaches earlier days of that.'
      : 'Take what both need into a model of its own that neither of them feeds.',
  );
}

const pipelineOf = (project: Project, file: ModelFile): string =>
  project.pipelines.find((pipeline) => selects(pipeline.select, file))?.name ?? '';
