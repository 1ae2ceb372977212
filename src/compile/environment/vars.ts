import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentFile } from '../../core/environment';
import { ProjectError } from '../../core/errors';
import type { EnvironmentVars } from '../project/types';
import { YamlSource } from '../project/yaml-source';
import { environmentNames, noEnvironment } from './files';

/**
 * What an environment says of `vars`. Its `{env:NAME}` may be unset: none of them is a var.
 * @throws {ProjectError} when there is no such environment, or its file is not right
 */
export function readEnvironmentVars(root: string, name: string): EnvironmentVars {
  if (!environmentNames(root).includes(name)) throw new ProjectError([noEnvironment([name])]);
  const file = `environments/${name}.yaml`;
  const source = new YamlSource(file, readFileSync(join(root, file), 'utf8'));
  const { data, problems } = source.parse(environmentFile);
  if (!data) throw new ProjectError(problems);
  return { vars: data.vars, places: source };
}
