import { checkCall } from './calls';
import { checkExpressions } from './expressions';
import { isRecord } from './record';
import type { Scope } from './scope';

/** What a step may say beside what it does. */
const DOES: Readonly<Record<string, readonly string[]>> = {
  assign: ['next'],
  call: ['args', 'result', 'next'],
  switch: ['next'],
  for: [],
  parallel: [],
  try: ['retry', 'except'],
  return: [],
  raise: [],
  steps: ['next'],
  next: [],
};
const JUMPS = ['end', 'break', 'continue'];
const KEYS_OF: Readonly<Record<string, readonly string[]>> = {
  for: ['value', 'index', 'in', 'range', 'steps'],
  parallel: ['concurrency_limit', 'shared', 'for', 'branches', 'exception_policy'],
  retry: ['predicate', 'max_retries', 'backoff'],
  backoff: ['initial_delay', 'max_delay', 'multiplier'],
  except: ['as', 'steps'],
};

/** Steps in order; what one assigns, the next ones know. @param names variables with a value; grows on the way */
export function checkSteps(path: string, steps: unknown, names: Set<string>, scope: Scope): void {
  if (!Array.isArray(steps) || steps.length === 0) {
    scope.problems.push(`${path}.steps: expected at least one step`);
    return;
  }
  const here = steps.flatMap((step) => (isRecord(step) ? Object.keys(step) : []));
  for (const name of new Set(here.filter((name, index) => here.indexOf(name) !== index)))
    scope.problems.push(`${path}.${name}: two steps have this name`);
  for (const [index, step] of steps.entries()) {
    const [entry, ...others] = isRecord(step) ? Object.entries(step) : [];
    if (!entry || others.length > 0)
      scope.problems.push(`${path}[${index}]: expected one name with one step`);
    else checkStep(`${path}.${entry[0]}`, entry[1], names, here, scope);
  }
}

function checkStep(
  path: string,
  step: unknown,
  names: Set<string>,
  siblings: readonly string[],
  scope: Scope,
): void {
  if (!isRecord(step)) {
    scope.problems.push(`${path}: expected what the step does, e.g. call or assign`);
    return;
  }
  const [does, ...more] = Object.keys(step).filter(
    (key) => DOES[key] && !(key === 'next' && Object.keys(step).length > 1),
  );
  if (!does || more.length > 0)
    scope.problems.push(
      `${path}: expected one of ${Object.keys(DOES).join(', ')}; found ${Object.keys(step).join(', ')}`,
    );
  else {
    onlyKeys(path, step, [does, ...(DOES[does] ?? [])], scope);
    CHECKS[does]?.({ path, step, names, scope });
  }
  if (typeof step.next === 'string' && ![...siblings, ...JUMPS].includes(step.next))
    scope.problems.push(`${path}.next: there is no step ${step.next} beside it`);
}

interface Visit {
  readonly path: string;
  readonly step: Readonly<Record<string, unknown>>;
  readonly names: Set<string>;
  readonly scope: Scope;
}

const CHECKS: Readonly<Record<string, (visit: Visit) => void>> = {
  assign: ({ path, step, names, scope }) => {
    for (const entry of Array.isArray(step.assign) ? step.assign : [step.assign])
      for (const [name, value] of Object.entries(isRecord(entry) ? entry : {})) {
        checkExpressions(`${path}.assign.${name}`, value, names, scope);
        names.add(name.split(/[.[]/)[0] ?? name);
      }
  },
  call: ({ path, step, names, scope }) => {
    checkCall(path, step, scope);
    checkExpressions(`${path}.args`, step.args, names, scope);
    if (typeof step.result === 'string') names.add(step.result);
  },
  switch: checkSwitch,
  for: ({ path, step, names, scope }) => checkFor(`${path}.for`, step.for, names, scope),
  parallel: checkParallel,
  try: checkTry,
  return: ({ path, step, names, scope }) => checkExpressions(`${path}.return`, step.return, names, scope),
  raise: ({ path, step, names, scope }) => checkExpressions(`${path}.raise`, step.raise, names, scope),
  steps: ({ path, step, names, scope }) => checkSteps(path, step.steps, names, scope),
};

function checkSwitch({ path, step, names, scope }: Visit): void {
  for (const [index, branch] of (Array.isArray(step.switch) ? step.switch : []).entries()) {
    const at = `${path}.switch[${index}]`;
    if (!isRecord(branch) || branch.condition === undefined)
      scope.problems.push(`${at}: expected a condition`);
    else checkExpressions(at, branch, names, scope);
  }
}

/** Names of a loop, and what is assigned in it, are known inside only. */
function checkFor(path: string, loop: unknown, outside: ReadonlySet<string>, scope: Scope): void {
  if (!isRecord(loop)) return void scope.problems.push(`${path}: expected value, in or range, and steps`);
  onlyKeys(path, loop, KEYS_OF.for ?? [], scope);
  if ((loop.in === undefined) === (loop.range === undefined))
    scope.problems.push(`${path}: expected either in or range`);
  checkExpressions(path, [loop.in, loop.range], outside, scope);
  const inside = new Set([
    ...outside,
    ...[loop.value, loop.index].filter((name) => typeof name === 'string'),
  ]);
  checkSteps(path, loop.steps, inside, scope);
}

function checkParallel({ path, step, names, scope }: Visit): void {
  const parallel = step.parallel;
  if (!isRecord(parallel)) return void scope.problems.push(`${path}.parallel: expected for or branches`);
  onlyKeys(`${path}.parallel`, parallel, KEYS_OF.parallel ?? [], scope);
  if (parallel.for !== undefined) checkFor(`${path}.parallel.for`, parallel.for, names, scope);
  else checkSteps(`${path}.parallel`, parallel.branches, new Set(names), scope);
}

function checkTry({ path, step, names, scope }: Visit): void {
  const attempt = isRecord(step.try) ? step.try : {};
  if (Array.isArray(attempt.steps)) checkSteps(`${path}.try`, attempt.steps, names, scope);
  else checkStep(`${path}.try`, attempt, names, [], scope);
  if (isRecord(step.retry)) {
    onlyKeys(`${path}.retry`, step.retry, KEYS_OF.retry ?? [], scope);
    if (isRecord(step.retry.backoff))
      onlyKeys(`${path}.retry.backoff`, step.retry.backoff, KEYS_OF.backoff ?? [], scope);
    // A predicate may be a subworkflow.
    checkExpressions(`${path}.retry`, step.retry, new Set([...names, ...scope.subworkflows.keys()]), scope);
  }
  if (!isRecord(step.except)) return;
  onlyKeys(`${path}.except`, step.except, KEYS_OF.except ?? [], scope);
  checkSteps(`${path}.except`, step.except.steps, new Set([...names, String(step.except.as)]), scope);
}

function onlyKeys(
  path: string,
  value: Readonly<Record<string, unknown>>,
  keys: readonly string[],
  scope: Scope,
): void {
  for (const key of Object.keys(value))
    if (!keys.includes(key))
      scope.problems.push(`${path}.${key} is unknown here; expected ${keys.join(', ')}`);
}
