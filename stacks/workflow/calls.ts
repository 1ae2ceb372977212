import { isRecord } from './record';
import type { Scope } from './scope';

/** Functions of the standard library that may be called: arguments that are needed, and those that may be given. */
const LIBRARY: Readonly<
  Record<string, { readonly needs: readonly string[]; readonly takes: readonly string[] }>
> = {
  'http.post': { needs: ['url'], takes: ['body', 'auth', 'headers', 'query', 'timeout'] },
  'http.get': { needs: ['url'], takes: ['auth', 'headers', 'query', 'timeout'] },
  'sys.sleep': { needs: ['seconds'], takes: [] },
  'sys.log': { needs: [], takes: ['text', 'json', 'data', 'severity'] },
};

/** A call names a subworkflow or a function of the library, with its arguments. */
export function checkCall(path: string, step: Readonly<Record<string, unknown>>, scope: Scope): void {
  const name = String(step.call);
  const given = isRecord(step.args) ? Object.keys(step.args) : [];
  const params = scope.subworkflows.get(name);
  const known = params ? { needs: params, takes: [] } : LIBRARY[name];
  if (!known) {
    scope.problems.push(`${path}.call: nothing is called ${name}`);
    return;
  }
  for (const missing of known.needs.filter((argument) => !given.includes(argument)))
    scope.problems.push(`${path}.args: ${name} needs ${missing}`);
  for (const unknown of given.filter((argument) => ![...known.needs, ...known.takes].includes(argument)))
    scope.problems.push(`${path}.args: ${name} takes no ${unknown}`);
}
