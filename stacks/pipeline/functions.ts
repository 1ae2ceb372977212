import { join } from 'node:path';
import type { ITerraformDependable } from 'cdktf';
import { FUNCTIONS, type FunctionName } from '../../src/core/environment';
import { PipelineFunction } from '../constructs/function';
import type { EnvironmentStack } from '../environment-stack';
import { accountEmail, bucketName, functionName, IMAGES, topicName, WORKFLOW } from '../names';

const DESCRIPTIONS: Readonly<Record<FunctionName, string>> = {
  collect: 'Pulls what is new from the API of a contract into the landing bucket.',
  ingest: 'Brings one object into bronze, exactly once.',
  'plan-run': 'Decides what is due and writes the plan of a run.',
  'execute-task': 'Starts a task of a run, or says how it is.',
  'finish-run': 'Closes a run, compares it with earlier ones and raises alerts.',
  sweep: 'Announces objects that nobody brought in and closes runs that died.',
};

/** One function for each use case, each as its own account. */
export function makeFunctions(
  stack: EnvironmentStack,
  after: readonly ITerraformDependable[],
): Record<FunctionName, PipelineFunction> {
  const made = FUNCTIONS.map((name) => [name, makeFunction(stack, name, after)] as const);
  return Object.fromEntries(made) as Record<FunctionName, PipelineFunction>;
}

function makeFunction(
  stack: EnvironmentStack,
  name: FunctionName,
  after: readonly ITerraformDependable[],
): PipelineFunction {
  const { environment, input } = stack;
  const { project, region } = environment;
  const size = environment.sizes[name];
  return new PipelineFunction(stack, `function-${name}`, {
    project,
    region,
    name: functionName(name),
    description: DESCRIPTIONS[name],
    zip: join(input.files.functions, `${name}.zip`),
    codeBucket: bucketName(environment, 'code'),
    account: accountEmail(environment, name),
    builder: accountEmail(environment, 'images'),
    images: `projects/${project}/locations/${region}/repositories/${IMAGES}`,
    variables: variablesOf(stack, name),
    memoryMb: size.memory_mb,
    timeoutSeconds: size.timeout_seconds,
    maxInstances: size.max_instances,
    kmsKey: stack.key,
    after,
  });
}

/**
 * What a function is told. Nothing here changes with a model: the manifest is found through its pointer, so a new
 * KPI deploys no function. Buckets are named `<project>-ecluse-<bucket>`.
 */
function variablesOf(
  { environment, manifest, key }: EnvironmentStack,
  name: FunctionName,
): Record<string, string> {
  const common = {
    ECLUSE_ENVIRONMENT: environment.name,
    ECLUSE_PROJECT: environment.project,
    ECLUSE_REGION: environment.region,
    ECLUSE_WORKFLOW: WORKFLOW,
    ECLUSE_LANDING_TOPIC: topicName('landing'),
    ...(key && { ECLUSE_KMS_KEY: key }),
  };
  if (name !== 'collect') return common;
  requireVariables(manifest.sources, environment);
  return {
    ...common,
    ...environment.variables,
    ECLUSE_SECRET_VERSIONS: JSON.stringify(environment.secret_versions),
  };
}

/** Each `{env:NAME}` in a contract's URL needs a value in the environment. */
function requireVariables(
  sources: EnvironmentStack['manifest']['sources'],
  { name, variables }: EnvironmentStack['environment'],
): void {
  for (const { server, file } of sources) {
    const asked = server.kind === 'api' ? [...server.url.matchAll(/\{env:(\w+)\}/g)] : [];
    for (const [, variable = ''] of asked)
      if (!variables[variable])
        throw new Error(
          `environments/${name}.yaml: ${file} asks for ${variable}, which has no value. Add it to variables.`,
        );
  }
}
