import { App } from 'cdktf';
import type { Environment } from '../src/core/environment';
import { DeliveryStack } from './delivery';
import type { StackInput } from './environment-stack';
import { FoundationStack } from './foundation';
import { ObservabilityStack } from './observability';
import { PipelineStack } from './pipeline';
import { WarehouseStack } from './warehouse';

/** An environment whose stacks are made, and the project as it was compiled for it. */
export type Target = Pick<StackInput, 'environment' | 'manifest' | 'files'>;

export interface AppInput {
  readonly targets: readonly Target[];
  /** All that could be read: what is promoted from or to may not be among those that are made. */
  readonly all: readonly Environment[];
  /** Default `cdktf.out`. */
  readonly outdir?: string;
}

/** The app with the stacks `<environment>-<stack>`; nothing is written before `synth()`. */
export function makeApp({ targets, all, outdir }: AppInput): App {
  const app = new App({ ...(outdir && { outdir }), skipValidation: false });
  for (const target of targets) makeStacks(app, { ...target, ...links(target.environment, all) });
  return app;
}

/** In the order in which they are deployed: structure first, then what needs it, and the manifest's pointer after both. */
function makeStacks(app: App, input: StackInput): void {
  const foundation = new FoundationStack(app, input);
  const warehouse = new WarehouseStack(app, input);
  const pipeline = new PipelineStack(app, input);
  const observability = new ObservabilityStack(app, input);
  const delivery = new DeliveryStack(app, input);
  warehouse.addDependency(foundation);
  pipeline.addDependency(warehouse);
  observability.addDependency(pipeline);
  delivery.addDependency(foundation);
}

/** Whose deployment starts this one's, whose this one starts, and who is planned together on a pull request. */
function links(
  environment: Environment,
  all: readonly Environment[],
): Pick<StackInput, 'promotedFrom' | 'promotesTo' | 'chain'> {
  const promotedFrom = before(environment, all);
  const promotesTo = after(environment, all);
  const chain = chainOf(environment, all);
  return { ...(promotedFrom && { promotedFrom }), ...(promotesTo && { promotesTo }), chain };
}

const before = ({ name }: Environment, all: readonly Environment[]): Environment | undefined =>
  all.find((other) => other.repository?.promotes_to === name);

function after({ name, repository }: Environment, all: readonly Environment[]): Environment | undefined {
  const next = repository?.promotes_to;
  const found = all.find((other) => other.name === next);
  if (next && !found)
    throw new Error(
      `environments/${name}.yaml: promotes_to names ${next}, which is not there or not complete. There are ${all.map((other) => other.name).join(', ')}.`,
    );
  return found;
}

/** From the environment that nothing promotes to, in the order of promotion. */
function chainOf(environment: Environment, all: readonly Environment[]): Environment[] {
  let first: Environment = environment;
  const seen = new Set([first.name]);
  for (let other = before(first, all); other; other = before(first, all)) {
    if (seen.has(other.name))
      throw new Error(
        `environments/${other.name}.yaml: promotes_to goes round in a circle: ${[...seen].join(', ')}.`,
      );
    seen.add(other.name);
    first = other;
  }
  const chain = [first];
  for (let next = after(first, all); next && !chain.includes(next); next = after(next, all)) chain.push(next);
  return chain;
}
