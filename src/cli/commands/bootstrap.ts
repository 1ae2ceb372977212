import { readEnvironments } from '../../compile/environment';
import { bootstrapScript, bootstrapSteps, takeSteps } from '../bootstrap/steps';
import { UsageError } from '../exit';
import { print } from '../print';
import { programs, projectRoot } from '../wire';

interface Options {
  readonly project?: string;
  readonly run: boolean;
}

/** Prints the commands, or runs them; either may be done again. */
export async function bootstrap(name: string, { project, run }: Options): Promise<void> {
  const [environment] = readEnvironments(projectRoot(project), process.env, [name]);
  if (!environment) throw new UsageError(`There is no environments/${name}.yaml.`);
  if (!run) return print(bootstrapScript(bootstrapSteps(environment)));
  await takeSteps(programs, environment, (text) => void process.stderr.write(text));
  print(`Ready: npx cdktf-cli@0.21 deploy '${name}-*' --auto-approve`);
}
