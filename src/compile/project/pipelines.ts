import type { Problem } from '../../core/errors';
import { selects } from '../../core/selection';
import { inOrder } from '../graph';
import { nearest } from '../nearest';
import { didYouMean, type Places, problemAt } from '../problems';
import type { ContractFile, ModelFile, PipelineFile } from './types';

interface Parts {
  readonly pipelines: readonly PipelineFile[];
  readonly models: readonly ModelFile[];
  readonly contracts: readonly ContractFile[];
  readonly places: Places;
}

/** Each model is in exactly one pipeline, and what pipelines name exists. */
export const pipelineProblems = (parts: Parts): Problem[] => [
  ...homes(parts),
  ...selectors(parts),
  ...triggers(parts),
  ...circles(parts),
];

function homes({ pipelines, models, places }: Parts): Problem[] {
  return models.flatMap((model): Problem[] => {
    const found = pipelines.filter(({ select }) => selects(select, model)).map(({ name }) => name);
    if (found.length === 1) return [];
    const message =
      found.length === 0
        ? `no pipeline selects ${model.name}.`
        : `${model.name} is selected by ${found.join(' and ')}.`;
    const remedy = 'Let exactly one pipeline select each model.';
    return [problemAt(places, ['pipelines', ...found.slice(1, 2)], 'pipeline', message, remedy)];
  });
}

/** A name without `*` is a model; patterns may match nothing yet. */
function selectors({ pipelines, models, places }: Parts): Problem[] {
  const known = models.map((model) => model.name);
  return pipelines.flatMap(({ name, select }) =>
    select.flatMap((selector, index): Problem[] => {
      if (/^tag:|\*/.test(selector) || known.includes(selector)) return [];
      const path = ['pipelines', name, 'select', index];
      const message = `pipeline ${name} selects ${selector}, which is no model.`;
      const remedy = didYouMean(
        nearest(selector, known),
        'Name a model, a pattern such as gold.*, or tag:x.',
      );
      return [problemAt(places, path, 'selector', message, remedy)];
    }),
  );
}

function triggers({ pipelines, contracts, places }: Parts): Problem[] {
  const names = pipelines.map(({ name }) => name);
  const sources = contracts.map(({ name }) => name);
  return pipelines.flatMap((pipeline) =>
    pipeline.triggers.flatMap((trigger, index): Problem[] => {
      if (trigger.kind === 'cron') return [];
      const [wanted, known] =
        trigger.kind === 'after' ? [trigger.pipeline, names] : [trigger.source, sources];
      if (known.includes(wanted)) return [];
      const path = ['pipelines', pipeline.name, 'triggers', index];
      const what = trigger.kind === 'after' ? 'after the pipeline' : 'on files of';
      const message = `pipeline ${pipeline.name} starts ${what} ${wanted}, which does not exist.`;
      const remedy = didYouMean(nearest(wanted, known), `There are ${known.join(', ') || 'none'}.`);
      return [problemAt(places, path, 'trigger', message, remedy)];
    }),
  );
}

function circles({ pipelines, places }: Parts): Problem[] {
  const nodes = pipelines.map(({ name, triggers: list }) => ({
    name,
    reads: list.flatMap((trigger) => (trigger.kind === 'after' ? [trigger.pipeline] : [])),
  }));
  return inOrder(nodes).cycles.map((path) =>
    problemAt(
      places,
      ['pipelines', path[0] ?? '', 'triggers'],
      'trigger',
      `the pipelines wait for each other in a circle: ${path.join(' → ')}.`,
      'Let the first one start by cron or on_file.',
    ),
  );
}
