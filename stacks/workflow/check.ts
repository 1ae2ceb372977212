import { isRecord } from './record';
import type { Scope } from './scope';
import { checkSteps } from './steps';

const SUBWORKFLOW_KEYS = ['params', 'steps'];

/**
 * Checks a definition of Cloud Workflows without Google: known keys, steps named once, jumps to steps that exist,
 * calls of known functions with the right arguments, expressions over variables that have been given a value.
 * @returns what is wrong and where, e.g. `main.plan.args.url: …`; empty when nothing is
 */
export function checkWorkflow(definition: unknown): string[] {
  const problems: string[] = [];
  if (!isRecord(definition)) return ['expected subworkflows by name, one of them main'];
  if (!isRecord(definition.main)) problems.push('main is missing: it is where an execution begins');
  const subworkflows = new Map(Object.entries(definition).map(([name, body]) => [name, paramsOf(body)]));
  for (const [name, body] of Object.entries(definition))
    checkSubworkflow(name, body, { subworkflows, problems });
  return problems;
}

const paramsOf = (body: unknown): string[] =>
  isRecord(body) && Array.isArray(body.params) ? body.params.map(String) : [];

function checkSubworkflow(name: string, body: unknown, scope: Scope): void {
  if (!isRecord(body)) {
    scope.problems.push(`${name}: expected params and steps`);
    return;
  }
  for (const key of Object.keys(body))
    if (!SUBWORKFLOW_KEYS.includes(key))
      scope.problems.push(`${name}.${key} is unknown; expected ${SUBWORKFLOW_KEYS.join(' or ')}`);
  checkSteps(name, body.steps, new Set(paramsOf(body)), scope);
}
