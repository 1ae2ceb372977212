import type { Model, ModelSteps } from '../core/manifest';
import type { Context } from '../ports/context';

/** A model with a table of its own. */
export type StoredModel = Model & { readonly steps: ModelSteps };

/** @throws for a view, or what is no model of the manifest: a defect, as plans are made from it */
export function modelOf({ manifest }: Pick<Context, 'manifest'>, name: string): StoredModel {
  const model = manifest.models.find((candidate) => candidate.name === name);
  if (!model?.steps)
    throw new Error(`The manifest has no table model ${name}; it is another manifest than the plan's.`);
  return { ...model, steps: model.steps };
}
