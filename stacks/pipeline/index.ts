import { ArtifactRegistryRepository } from '@cdktf/provider-google/lib/artifact-registry-repository';
import { PubsubTopic } from '@cdktf/provider-google/lib/pubsub-topic';
import { WorkflowsWorkflow } from '@cdktf/provider-google/lib/workflows-workflow';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { FUNCTIONS, type FunctionName } from '../../src/core/environment';
import type { PipelineFunction } from '../constructs/function';
import { announceObjects, DeadLetters, pushTo } from '../constructs/object-events';
import { waitFor } from '../constructs/raw-provider';
import { namedSecret } from '../constructs/secret';
import { EnvironmentStack, type StackInput } from '../environment-stack';
import { literal } from '../escape';
import { accountEmail, bucketName, IMAGES, slug, subscriptionName, topicName, WORKFLOW } from '../names';
import { grantOn, type Place } from '../permissions/grant';
import { secretNames } from '../permissions/table';
import type { Where } from '../permissions/types';
import { runWorkflow } from '../workflow';
import { makeBuckets } from './buckets';
import { makeExternalTables } from './external-tables';
import { makeFunctions } from './functions';
import { makeManifestObjects, makeReferenceObjects } from './manifest-objects';
import { makeSchedules } from './schedules';
import { makeStreams } from './streams';

/** Seconds until the grants on what this stack makes are known everywhere. */
const GRANTS_SETTLE = 60;

/** What moves the data: buckets, functions, their triggers, the workflow, dead letters, secrets, the manifest. */
export class PipelineStack extends EnvironmentStack {
  constructor(scope: Construct, input: StackInput) {
    super(scope, 'pipeline', input);
    const { settled, topic, deadLetters } = this.makeGround();
    const functions = makeFunctions(this, [settled]);
    grantOn(
      this,
      new Map(
        FUNCTIONS.map((name): [Where, Place] => [`function:${name}`, { after: [functions[name].function] }]),
      ),
    );
    this.deliverObjects(functions.ingest, topic, deadLetters, settled);
    makeStreams(this, deadLetters.topic, settled);
    makeExternalTables(this, [settled]);
    this.makeWorkflow(functions);
    makeSchedules(this, functions);
    makeReferenceObjects(this, [settled]);
    makeManifestObjects(this, [settled, ...Object.values(functions).map((made) => made.function)]);
  }

  /** Buckets, topics, secrets, the repository of images: what functions stand on, with everybody's grants on it. */
  private makeGround(): { settled: ITerraformDependable; topic: PubsubTopic; deadLetters: DeadLetters } {
    const { project } = this.environment;
    const buckets = makeBuckets(this);
    const kms = this.key ? { kmsKeyName: this.key } : {};
    const topic = new PubsubTopic(this, 'landing', { project, name: topicName('landing'), ...kms });
    const deadLetters = new DeadLetters(this, 'dead-letters', {
      project,
      name: topicName('dead-letters'),
      kmsKey: this.key,
    });
    const places = new Map<Where, Place>([
      ...[...buckets].map(([name, { bucket }]): [Where, Place] => [`bucket:${name}`, { after: [bucket] }]),
      ...this.makeSecrets(),
      ['topic:landing', { after: [topic] }],
      ['topic:dead-letters', { after: [deadLetters.topic] }],
      ['subscription:dead-letters', { after: [deadLetters.subscription] }],
      ['images', { after: [this.makeImages()] }],
    ]);
    return {
      settled: waitFor(this, 'grants-settled', GRANTS_SETTLE, grantOn(this, places)),
      topic,
      deadLetters,
    };
  }

  private makeSecrets(): [Where, Place][] {
    const { project, region, deletion_protection: deletionProtection } = this.environment;
    return secretNames(this.manifest).map((name) => {
      const props = { project, region, name, kmsKey: this.key, deletionProtection };
      return [`secret:${name}`, { after: [namedSecret(this, slug(`secret-${name}`), props)] }];
    });
  }

  private makeImages(): ArtifactRegistryRepository {
    const { project, region } = this.environment;
    return new ArtifactRegistryRepository(this, 'images', {
      project,
      location: region,
      repositoryId: IMAGES,
      format: 'DOCKER',
      description: 'Images of the functions, built by Cloud Functions.',
      cleanupPolicies: [{ id: 'keep-recent', action: 'KEEP', mostRecentVersions: { keepCount: 5 } }],
      ...(this.key && { kmsKeyName: this.key }),
    });
  }

  private deliverObjects(
    ingest: PipelineFunction,
    topic: PubsubTopic,
    deadLetters: DeadLetters,
    settled: ITerraformDependable,
  ): void {
    const subscription = pushTo(this, 'landing-ingest', {
      project: this.environment.project,
      name: subscriptionName('landing-ingest'),
      topic,
      deadLetters: deadLetters.topic,
      endpoint: ingest.uri,
      caller: accountEmail(this.environment, 'events'),
    });
    grantOn(this, new Map([['subscription:landing-ingest', { after: [subscription] }]]));
    announceObjects(this, 'announce-landing', bucketName(this.environment, 'landing'), topic, [
      settled,
      subscription,
    ]);
  }

  private makeWorkflow(functions: Readonly<Record<FunctionName, PipelineFunction>>): void {
    const { project, region, deletion_protection } = this.environment;
    new WorkflowsWorkflow(this, 'workflow', {
      project,
      region,
      name: WORKFLOW,
      description: 'Plans a run, executes its tasks level by level, finishes it.',
      serviceAccount: `projects/${project}/serviceAccounts/${accountEmail(this.environment, 'workflow')}`,
      sourceContents: literal(runWorkflow()),
      callLogLevel: 'LOG_ERRORS_ONLY',
      deletionProtection: deletion_protection,
      userEnvVars: {
        PLAN_RUN_URL: functions['plan-run'].uri,
        EXECUTE_TASK_URL: functions['execute-task'].uri,
        FINISH_RUN_URL: functions['finish-run'].uri,
      },
      ...(this.key && { cryptoKeyName: this.key }),
    });
  }
}
