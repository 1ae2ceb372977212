import { DataGoogleProject } from '@cdktf/provider-google/lib/data-google-project';
import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { GcsBackend, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { Environment } from '../src/core/environment';
import type { Manifest } from '../src/core/manifest';
import { bucketName, keyName, label } from './names';
import type { Scene } from './permissions/table';
import type { StackName } from './stack-names';

/** What a stack is made from. */
export interface StackInput extends Scene {
  readonly files: ProjectFiles;
}

/** Paths of what is uploaded. */
export interface ProjectFiles {
  /** The manifest without DuckDB SQL, as JSON. */
  readonly manifest: string;
  /** A folder with `<function>.zip`. */
  readonly functions: string;
  /** The project, for its reference tables. */
  readonly root: string;
}

/** A stack of one environment: provider with labels, state in the environment's own bucket. */
export abstract class EnvironmentStack extends TerraformStack {
  readonly environment: Environment;
  readonly manifest: Manifest;
  private numbered?: DataGoogleProject;

  constructor(
    scope: Construct,
    name: StackName,
    readonly input: StackInput,
  ) {
    super(scope, `${input.environment.name}-${name}`);
    this.environment = input.environment;
    this.manifest = input.manifest;
    const { project, region } = input.environment;
    new GoogleProvider(this, 'google', {
      project,
      region,
      // Budgets and quotas refuse a person's own credentials unless the call is made on account of a project.
      billingProject: project,
      userProjectOverride: true,
      defaultLabels: this.labels(name),
    });
    new GcsBackend(this, { bucket: bucketName(input.environment, 'state'), prefix: name });
  }

  /** The key of our own where one is wanted. */
  get key(): string | undefined {
    return this.environment.cmek ? keyName(this.environment) : undefined;
  }

  /** The project's number, which Google's own accounts carry in their names. */
  get projectNumber(): string {
    this.numbered ??= new DataGoogleProject(this, 'project', { projectId: this.environment.project });
    return this.numbered.number;
  }

  private labels(stack: StackName): Record<string, string> {
    const { name } = this.manifest.project;
    return { app: 'ecluse', environment: this.environment.name, data_project: label(name), stack };
  }
}
