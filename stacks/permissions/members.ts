import type { Environment } from '../../src/core/environment';
import type { EnvironmentStack } from '../environment-stack';
import { accountEmail } from '../names';
import { AGENTS, type Agent, type Grant, type Group } from './types';

/** Whoever owns the project, as access lists of BigQuery name them. */
export const PROJECT_OWNERS = 'projectOwners';

/** `serviceAccount:…`, `group:…` or `projectOwners`: who is granted something. */
export function memberOf(stack: EnvironmentStack, { who }: Grant): string {
  const [kind, name] = split(who);
  if (kind === 'owners') return PROJECT_OWNERS;
  if (kind === 'group') return `group:${stack.environment.groups[name as Group]}`;
  return `serviceAccount:${emailOf(stack, kind, name)}`;
}

function emailOf(stack: EnvironmentStack, kind: string, name: string): string {
  if (kind === 'account') return accountEmail(homeOf(stack, name), name);
  if (kind === 'agent') return agentEmail(name as Agent, stack.projectNumber);
  const { promotedFrom } = stack.input;
  if (!promotedFrom)
    throw new Error(`Nothing is promoted to ${stack.environment.name}, so ${name} has no say.`);
  return accountEmail(promotedFrom, 'builder');
}

/** One planner plans all environments of a chain; it lives in the first. Every other account is the environment's own. */
const homeOf = ({ environment, input }: EnvironmentStack, account: string): Environment =>
  account === 'planner' ? (input.chain[0] ?? environment) : environment;

/** BigQuery's agent is named in a way of its own. */
const agentEmail = (agent: Agent, projectNumber: string): string =>
  `${agent === 'bigquery' ? 'bq' : 'service'}-${projectNumber}@${AGENTS[agent]}.iam.gserviceaccount.com`;

/** `bucket:landing` to its two halves; `project` to itself and nothing. */
export function split(text: string): [kind: string, name: string] {
  const colon = text.indexOf(':');
  return colon < 0 ? [text, ''] : [text.slice(0, colon), text.slice(colon + 1)];
}
