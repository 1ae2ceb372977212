import {
  CloudbuildTrigger,
  type CloudbuildTriggerConfig,
} from '@cdktf/provider-google/lib/cloudbuild-trigger';
import type { Construct } from 'constructs';
import type { Environment } from '../../src/core/environment';
import { EnvironmentStack, type StackInput } from '../environment-stack';
import { accountEmail } from '../names';

type Repository = NonNullable<Environment['repository']>;

interface TriggerProps {
  readonly action: 'plan' | 'deploy';
  readonly description: string;
  readonly account: 'planner' | 'builder';
  readonly starts: Partial<CloudbuildTriggerConfig>;
  readonly approval: boolean;
}

const BUILD_FILE = 'cloudbuild.yaml';

/** What changes an environment: a plan for every pull request, a deployment for every merge. */
export class DeliveryStack extends EnvironmentStack {
  constructor(scope: Construct, input: StackInput) {
    super(scope, 'delivery', input);
    const { repository } = input.environment;
    if (!repository) return;
    this.trigger({
      action: 'plan',
      description: 'Plans a pull request and says what it does to the data.',
      account: 'planner',
      starts: onPullRequest(repository),
      approval: false,
    });
    this.trigger({
      action: 'deploy',
      description: input.promotedFrom
        ? `Deploys what ${input.promotedFrom.name} runs.`
        : 'Deploys what was merged.',
      account: 'builder',
      starts: input.promotedFrom ? whenAsked(repository) : onMerge(repository),
      approval: repository.approval,
    });
  }

  private trigger({ action, description, account, starts, approval }: TriggerProps): void {
    const { project, region, name } = this.environment;
    const { promotesTo } = this.input;
    new CloudbuildTrigger(this, action, {
      project,
      location: region,
      name: `ecluse-${action}`,
      description,
      serviceAccount: `projects/${project}/serviceAccounts/${accountEmail(this.environment, account)}`,
      substitutions: {
        _ACTION: action,
        _ENVIRONMENT: name,
        _NEXT_PROJECT: promotesTo?.project ?? '',
        _NEXT_REGION: promotesTo?.region ?? '',
      },
      approvalConfig: { approvalRequired: approval },
      ...starts,
    });
  }
}

const onPullRequest = ({ name, branch }: Repository): Partial<CloudbuildTriggerConfig> => ({
  filename: BUILD_FILE,
  repositoryEventConfig: {
    repository: name,
    pullRequest: {
      branch: `^${branch}$`,
      // A build runs what the branch says: for strangers a maintainer has to ask for it.
      commentControl: 'COMMENTS_ENABLED_FOR_EXTERNAL_CONTRIBUTORS_ONLY',
    },
  },
});

const onMerge = ({ name, branch }: Repository): Partial<CloudbuildTriggerConfig> => ({
  filename: BUILD_FILE,
  repositoryEventConfig: { repository: name, push: { branch: `^${branch}$` } },
});

/** Started by the deployment before it, with the commit that was deployed there. */
const whenAsked = ({ name, branch }: Repository): Partial<CloudbuildTriggerConfig> => ({
  sourceToBuild: { repository: name, ref: `refs/heads/${branch}`, repoType: 'UNKNOWN' },
  gitFileSource: {
    path: BUILD_FILE,
    repository: name,
    revision: `refs/heads/${branch}`,
    repoType: 'UNKNOWN',
  },
});
