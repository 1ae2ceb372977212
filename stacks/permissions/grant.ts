import { ArtifactRegistryRepositoryIamMember } from '@cdktf/provider-google/lib/artifact-registry-repository-iam-member';
import { BigqueryDatapolicyDataPolicyIamMember } from '@cdktf/provider-google/lib/bigquery-datapolicy-data-policy-iam-member';
import { CloudRunV2ServiceIamMember } from '@cdktf/provider-google/lib/cloud-run-v2-service-iam-member';
import { DataCatalogPolicyTagIamMember } from '@cdktf/provider-google/lib/data-catalog-policy-tag-iam-member';
import { KmsCryptoKeyIamMember } from '@cdktf/provider-google/lib/kms-crypto-key-iam-member';
import { ProjectIamMember } from '@cdktf/provider-google/lib/project-iam-member';
import { PubsubSubscriptionIamMember } from '@cdktf/provider-google/lib/pubsub-subscription-iam-member';
import { PubsubTopicIamMember } from '@cdktf/provider-google/lib/pubsub-topic-iam-member';
import { SecretManagerSecretIamMember } from '@cdktf/provider-google/lib/secret-manager-secret-iam-member';
import { ServiceAccountIamMember } from '@cdktf/provider-google/lib/service-account-iam-member';
import { StorageBucketIamMember } from '@cdktf/provider-google/lib/storage-bucket-iam-member';
import { dependable, type ITerraformDependable, type TerraformResource } from 'cdktf';
import type { EnvironmentStack } from '../environment-stack';
import {
  accountEmail,
  type BucketName,
  bucketName,
  type FunctionName,
  functionName,
  IMAGES,
  keyName,
  slug,
  subscriptionName,
  topicName,
} from '../names';
import { memberOf, split } from './members';
import { roleName } from './own-roles';
import { permissions } from './table';
import type { Grant, Where } from './types';

/** A place of the permissions table that a stack has made. */
export interface Place {
  /** What has to exist before anybody is granted anything on it. */
  readonly after: readonly ITerraformDependable[];
  /** Where only Terraform knows the name; several where one line covers several. */
  readonly ids?: readonly string[];
}

/**
 * Makes IAM of those lines of the permissions table that are on the given places.
 * Dataset lines are no business of this: a dataset is given its whole access list at once (see MedallionDataset).
 */
export function grantOn(stack: EnvironmentStack, places: ReadonlyMap<Where, Place>): TerraformResource[] {
  return permissions(stack.input).flatMap((line) => {
    const place = places.get(line.on);
    if (!place) return [];
    return (place.ids ?? ['']).map((id, index) => {
      const made = memberMaker(line)({
        stack,
        line,
        id,
        resourceId: resourceIdOf(line, index),
        base: baseOf(stack, line),
      });
      made.dependsOn = place.after.map(dependable);
      return made;
    });
  });
}

interface Call {
  readonly stack: EnvironmentStack;
  readonly line: Grant;
  /** Id of the target, where only Terraform knows it. */
  readonly id: string;
  readonly resourceId: string;
  readonly base: {
    readonly member: string;
    readonly role: string;
    readonly name: string;
    readonly project: string;
  };
}
type MemberMaker = (call: Call) => TerraformResource;

const baseOf = (stack: EnvironmentStack, line: Grant): Call['base'] => ({
  member: memberOf(stack, line),
  role: roleName(stack.environment.project, line.role),
  name: split(line.on)[1],
  project: stack.environment.project,
});

const resourceIdOf = ({ who, role, on, namesFrom }: Grant, index: number): string =>
  slug(['grant', who, role.replace('roles/', ''), on, namesFrom ?? '', index || ''].join('-'));

function memberMaker({ on }: Grant): MemberMaker {
  const [kind] = split(on);
  const maker = MAKERS[kind];
  if (!maker)
    throw new Error(`The permissions table has ${on}, which nothing grants on. Add ${kind} to grant.ts.`);
  return maker;
}

const MAKERS: Readonly<Record<string, MemberMaker>> = {
  project: ({ stack, line, resourceId, base: { member, role, project } }) =>
    new ProjectIamMember(stack, resourceId, { member, role, project, ...conditionOf(line) }),

  analysts_project: ({ stack, id, resourceId, base: { member, role } }) =>
    new ProjectIamMember(stack, resourceId, { member, role, project: id }),

  account: ({ stack, resourceId, base: { member, role, name, project } }) => {
    const serviceAccountId = `projects/${project}/serviceAccounts/${accountEmail(stack.environment, name)}`;
    return new ServiceAccountIamMember(stack, resourceId, { member, role, serviceAccountId });
  },

  bucket: ({ stack, resourceId, base: { member, role, name } }) => {
    const bucket = bucketName(stack.environment, name as BucketName);
    return new StorageBucketIamMember(stack, resourceId, { member, role, bucket });
  },

  function: ({ stack, resourceId, base }) =>
    new CloudRunV2ServiceIamMember(stack, resourceId, {
      ...base,
      location: stack.environment.region,
      name: functionName(base.name as FunctionName),
    }),

  secret: ({ stack, resourceId, base: { member, role, name, project } }) =>
    new SecretManagerSecretIamMember(stack, resourceId, { member, role, project, secretId: name }),

  topic: ({ stack, resourceId, base: { member, role, name, project } }) =>
    new PubsubTopicIamMember(stack, resourceId, { member, role, project, topic: topicName(name) }),

  subscription: ({ stack, resourceId, base: { member, role, name, project } }) => {
    const subscription = subscriptionName(name);
    return new PubsubSubscriptionIamMember(stack, resourceId, { member, role, project, subscription });
  },

  images: ({ stack, resourceId, base: { member, role, project } }) => {
    const place = { project, location: stack.environment.region, repository: IMAGES };
    return new ArtifactRegistryRepositoryIamMember(stack, resourceId, { member, role, ...place });
  },

  keys: ({ stack, resourceId, base: { member, role } }) =>
    new KmsCryptoKeyIamMember(stack, resourceId, { member, role, cryptoKeyId: keyName(stack.environment) }),

  policy_tags: ({ stack, id, resourceId, base: { member, role } }) =>
    new DataCatalogPolicyTagIamMember(stack, resourceId, { member, role, policyTag: id }),

  masking: ({ stack, id, resourceId, base: { member, role, project } }) => {
    const place = { project, location: stack.environment.region };
    return new BigqueryDatapolicyDataPolicyIamMember(stack, resourceId, {
      member,
      role,
      ...place,
      dataPolicyId: id,
    });
  },
};

interface Condition {
  readonly condition?: { readonly title: string; readonly description: string; readonly expression: string };
}

function conditionOf({ namesFrom, why }: Grant): Condition {
  if (!namesFrom) return {};
  const expression = `resource.name.startsWith("${namesFrom}")`;
  return { condition: { title: 'names', description: why, expression } };
}
