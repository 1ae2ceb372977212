import { Cloudfunctions2Function } from '@cdktf/provider-google/lib/cloudfunctions2-function';
import { StorageBucketObject } from '@cdktf/provider-google/lib/storage-bucket-object';
import { AssetType, type ITerraformDependable, TerraformAsset } from 'cdktf';
import { Construct } from 'constructs';

export interface PipelineFunctionProps {
  readonly project: string;
  readonly region: string;
  readonly name: string;
  readonly description: string;
  /** Path of the zip; the same bytes are the same object, so nothing is deployed that did not change. */
  readonly zip: string;
  readonly codeBucket: string;
  /** E-mail of the account that the code runs as. */
  readonly account: string;
  /** E-mail of the account that builds the image. */
  readonly builder: string;
  /** Full name of the repository that keeps the image. */
  readonly images: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly maxInstances: number;
  readonly kmsKey?: string | undefined;
  readonly after: readonly ITerraformDependable[];
}

const RUNTIME = 'nodejs22';

/** A function that answers only requests from inside the project, as an account of its own. */
export class PipelineFunction extends Construct {
  readonly function: Cloudfunctions2Function;

  constructor(scope: Construct, id: string, props: PipelineFunctionProps) {
    super(scope, id);
    const { project, region, name, description, kmsKey, codeBucket, builder, images } = props;
    const zip = new TerraformAsset(this, 'zip', { path: props.zip, type: AssetType.FILE });
    const code = new StorageBucketObject(this, 'code', {
      bucket: codeBucket,
      name: `${name}/${zip.assetHash.toLowerCase()}.zip`,
      source: zip.path,
      contentType: 'application/zip',
      lifecycle: { createBeforeDestroy: true },
      dependsOn: [...props.after],
    });
    this.function = new Cloudfunctions2Function(this, 'function', {
      project,
      location: region,
      name,
      description,
      buildConfig: {
        runtime: RUNTIME,
        entryPoint: 'handle',
        serviceAccount: `projects/${project}/serviceAccounts/${builder}`,
        dockerRepository: images,
        source: { storageSource: { bucket: codeBucket, object: code.name } },
      },
      serviceConfig: serviceConfig(props),
      ...(kmsKey && { kmsKeyName: kmsKey }),
    });
  }

  /** Where it is called. */
  get uri(): string {
    return this.function.serviceConfig.uri;
  }
}

/** One request at a time: memory is bounded by one file or one task. */
const serviceConfig = ({
  account,
  memoryMb,
  timeoutSeconds,
  maxInstances,
  variables,
}: PipelineFunctionProps): object => ({
  serviceAccountEmail: account,
  availableMemory: `${memoryMb}Mi`,
  timeoutSeconds,
  maxInstanceCount: maxInstances,
  maxInstanceRequestConcurrency: 1,
  ingressSettings: 'ALLOW_INTERNAL_ONLY',
  allTrafficOnLatestRevision: true,
  environmentVariables: { ...variables },
});
