import type { PipelineFunction } from '../constructs/function';
import { schedule } from '../constructs/schedule';
import type { EnvironmentStack } from '../environment-stack';
import { accountEmail, slug, WORKFLOW } from '../names';

/** Pipelines by their cron triggers, each in its zone; collection and the sweep as the environment says. */
export function makeSchedules(
  stack: EnvironmentStack,
  functions: { readonly collect: PipelineFunction; readonly sweep: PipelineFunction },
): void {
  startPipelines(stack);
  const { schedules } = stack.environment;
  const apis = stack.manifest.sources.filter((source) => source.server.kind === 'api');
  for (const source of apis)
    callFunction(stack, functions.collect, {
      name: slug(`collect-${source.name}`),
      description: `Pulls what is new of ${source.name}.`,
      cron: schedules.collect,
      body: { source: source.name },
    });
  callFunction(stack, functions.sweep, {
    name: 'sweep',
    description: 'Finds what an event missed, closes what died.',
    cron: schedules.sweep,
    body: {},
  });
}

function startPipelines(stack: EnvironmentStack): void {
  const { project, region } = stack.environment;
  const workflow = `projects/${project}/locations/${region}/workflows/${WORKFLOW}`;
  for (const pipeline of stack.manifest.pipelines)
    for (const [index, trigger] of pipeline.triggers.entries()) {
      if (trigger.kind !== 'cron') continue;
      const name = slug(`run-${pipeline.name}${index > 0 ? `-${index + 1}` : ''}`);
      schedule(stack, `schedule-${name}`, {
        project,
        region,
        name: `ecluse-${name}`,
        description: `Starts the pipeline ${pipeline.name}.`,
        cron: trigger.cron,
        zone: trigger.zone,
        url: `https://workflowexecutions.googleapis.com/v1/${workflow}/executions`,
        body: { argument: JSON.stringify({ pipeline: pipeline.name, trigger: 'cron' }) },
        caller: accountEmail(stack.environment, 'scheduler'),
        calls: 'google',
      });
    }
}

interface FunctionCall {
  readonly name: string;
  readonly description: string;
  readonly cron: string;
  readonly body: object;
}

function callFunction(stack: EnvironmentStack, target: PipelineFunction, call: FunctionCall): void {
  const { project, region } = stack.environment;
  schedule(stack, `schedule-${call.name}`, {
    ...call,
    project,
    region,
    name: `ecluse-${call.name}`,
    zone: stack.manifest.project.timeZone,
    url: target.uri,
    caller: accountEmail(stack.environment, 'scheduler'),
    calls: 'function',
  });
}
