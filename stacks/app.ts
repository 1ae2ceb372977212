import { App } from 'cdktf';
import type { Environment } from '../src/core/environment';
import type { Manifest } from '../src/core/manifest';
import { DeliveryStack } from './delivery';
import type { ProjectFiles, StackInput } from './environment-stack';
import { FoundationStack } from './foundation';
import { ObservabilityStack } from './observability';
import { PipelineStack } from './pipeline';
import { WarehouseStack } from './warehouse';

export interface AppInput {
  readonly manifest: Manifest;
  readonly files: ProjectFiles;
  /** Those whose stacks are made. */
  readonly environments: readonly Environment[];
  /** All that could be read: what is promoted from or to may not be among those that are made. */
  readonly all: readonly Environment[];
  /** Default `cdktf.out`. */
  readonly outdir?: string;
}

/** The app with the stacks `<environment>-<stack>`; nothing is written before `synth()`. */
export function makeApp({ manifest, files, environments, all, outdir }: AppInput): App {
  const app = new App({ ...(outdir && { outdir }), skipValidation: false });
  for (const environment of environments)
    makeStacks(app, { manifest, files, environment, ...links(environment, all) });
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

function links(
  environment: Environment,
  all: readonly Environment[],
): Pick<StackInput, 'promotedFrom' | 'promotesTo'> {
  const promotedFrom = all.find((other) => other.repository?.promotes_to === environment.name);
  const next = environment.repository?.promotes_to;
  const promotesTo = all.find((other) => other.name === next);
  if (next && !promotesTo)
    throw new Error(
      `environments/${environment.name}.yaml: promotes_to names ${next}, which is not there or not complete. There are ${all.map(({ name }) => name).join(', ')}.`,
    );
  return { ...(promotedFrom && { promotedFrom }), ...(promotesTo && { promotesTo }) };
}
