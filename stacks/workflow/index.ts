import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { checkWorkflow } from './check';

/** The workflow's text as Cloud Workflows takes it. @throws when the checker finds anything wrong */
export function runWorkflow(): string {
  const text = readFileSync(join(__dirname, 'run.yaml'), 'utf8');
  const problems = checkWorkflow(parse(text));
  if (problems.length > 0) throw new Error(`stacks/workflow/run.yaml:\n${problems.join('\n')}`);
  return text;
}
