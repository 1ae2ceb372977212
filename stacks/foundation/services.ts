import { DataGoogleBigqueryDefaultServiceAccount } from '@cdktf/provider-google/lib/data-google-bigquery-default-service-account';
import { DataGoogleStorageProjectServiceAccount } from '@cdktf/provider-google/lib/data-google-storage-project-service-account';
import { ProjectService } from '@cdktf/provider-google/lib/project-service';
import { dependable, type ITerraformDependable, type TerraformResource } from 'cdktf';
import { SERVICES } from '../../src/core/cloud';
import { serviceAgent, waitFor } from '../constructs/raw-provider';
import type { EnvironmentStack } from '../environment-stack';

/** Services whose agent is made by asking for it; those of BigQuery and Storage are made by reading their names. */
const AGENTS_OF = ['pubsub', 'cloudfunctions', 'run', 'artifactregistry', 'secretmanager', 'workflows'];

/** Seconds until a service that was just switched on answers everywhere. */
const SERVICES_SETTLE = 60;

/** Switches the services on and makes their agents exist. @returns what everything else has to wait for */
export function makeServices(stack: EnvironmentStack): ITerraformDependable[] {
  const { project } = stack.environment;
  const services = SERVICES.map(
    (name): TerraformResource =>
      new ProjectService(stack, `service-${name}`, {
        project,
        service: `${name}.googleapis.com`,
        // Somebody else in the project may use it.
        disableOnDestroy: false,
      }),
  );
  const settled = waitFor(stack, 'services-settled', SERVICES_SETTLE, services);
  const agents = AGENTS_OF.map((name) => {
    const agent = serviceAgent(stack, project, `${name}.googleapis.com`);
    agent.dependsOn = [dependable(settled)];
    return agent;
  });
  const read = [
    new DataGoogleStorageProjectServiceAccount(stack, 'agent-storage', { project, dependsOn: [settled] }),
    new DataGoogleBigqueryDefaultServiceAccount(stack, 'agent-bigquery', { project, dependsOn: [settled] }),
  ];
  return [settled, ...agents, ...read];
}
