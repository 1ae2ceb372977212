import type { Executions } from '../../ports/executions';
import type { Machine } from '../../ports/machine';
import { Api, ApiError, type ApiOptions } from './rest';

export interface WorkflowsOptions extends ApiOptions {
  readonly project: string;
  readonly region: string;
  /** Name of the workflow. */
  readonly workflow: string;
}

/** Executions of other orchestrators have other ids; whether they work cannot be told from here. */
const WORKER = /^execution ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Executions of a workflow in Cloud Workflows. */
export function openWorkflows(options: WorkflowsOptions): Executions & Pick<Machine, 'isRunning'> {
  const { project, region, workflow } = options;
  const api = new Api('https://workflowexecutions.googleapis.com', options);
  const executions = `/v1/projects/${project}/locations/${region}/workflows/${workflow}/executions`;
  return {
    start: async (request) => {
      await api.send(executions, { argument: JSON.stringify(request) });
    },
    isRunning: async ({ host }) => {
      const execution = WORKER.exec(host)?.[1];
      if (!execution) return null;
      try {
        const { state } = (await api.send(`${executions}/${execution}`)) as { state?: string };
        return state === 'ACTIVE' || state === 'QUEUED';
      } catch (error) {
        // Who may not ask, or is not answered, cannot tell; an execution that is not known is not running.
        if (error instanceof ApiError) return error.status === 404 ? false : null;
        throw error;
      }
    },
  };
}
