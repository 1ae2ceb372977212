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
  /** What the build file declares. */
  readonly substitutions: Readonly<Record<string, string>>;
}

const FILES = { plan: 'cloudbuild.pr.yaml', deploy: 'cloudbuild.yaml' } as const;

/** What changes environments: one plan of all of them for a pull request, a deployment of each after a merge. */
export class DeliveryStack extends EnvironmentStack {
  constructor(scope: Construct, input: StackInput) {
    super(scope, 'delivery', input);
    const { repository } = input.environment;
    if (!repository) return;
    if (!input.promotedFrom) this.planPullRequests(repository);
    this.trigger({
      action: 'deploy',
      description: input.promotedFrom
        ? `Deploys what ${input.promotedFrom.name} runs.`
        : 'Deploys what was merged.',
      account: 'builder',
      starts: input.promotedFrom ? whenAsked(repository) : onMerge(repository),
      approval: repository.approval,
      substitutions: {
        _ENVIRONMENT: input.environment.name,
        _NEXT_PROJECT: input.promotesTo?.project ?? '',
        _NEXT_REGION: input.promotesTo?.region ?? '',
        _CONTRACT: 'no',
      },
    });
  }

  private planPullRequests(repository: Repository): void {
    this.trigger({
      action: 'plan',
      description: 'Plans a pull request and says what it does to the data.',
      account: 'planner',
      starts: onPullRequest(repository),
      approval: false,
      substitutions: { _ENVIRONMENTS: this.input.chain.map(({ name }) => name).join(' ') },
    });
  }

  private trigger({ action, description, account, starts, approval, substitutions }: TriggerProps): void {
    const { project, region } = this.environment;
    new CloudbuildTrigger(this, action, {
      project,
      location: region,
      name: `ecluse-${action}`,
      description,
      serviceAccount: `projects/${project}/serviceAccounts/${accountEmail(this.environment, account)}`,
      substitutions: { ...substitutions },
      approvalConfig: { approvalRequired: approval },
      ...starts,
    });
  }
}

const onPullRequest = ({ name, branch }: Repository): Partial<CloudbuildTriggerConfig> => ({
  filename: FILES.plan,
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
  filename: FILES.deploy,
  repositoryEventConfig: { repository: name, push: { branch: `^${branch}$` } },
});

/** Started by the deployment before it, with the commit that was deployed there. */
const whenAsked = ({ name, branch }: Repository): Partial<CloudbuildTriggerConfig> => ({
  sourceToBuild: { repository: name, ref: `refs/heads/${branch}`, repoType: 'UNKNOWN' },
  gitFileSource: {
    path: FILES.deploy,
    repository: name,
    revision: `refs/heads/${branch}`,
    repoType: 'UNKNOWN',
  },
});
