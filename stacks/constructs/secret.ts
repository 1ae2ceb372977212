import { SecretManagerSecret } from '@cdktf/provider-google/lib/secret-manager-secret';
import type { Construct } from 'constructs';

export interface NamedSecretProps {
  readonly project: string;
  readonly region: string;
  readonly name: string;
  readonly kmsKey?: string | undefined;
  readonly deletionProtection: boolean;
}

/** A secret without a value: operators put it there, so it is in no plan and in no state. */
export function namedSecret(scope: Construct, id: string, props: NamedSecretProps): SecretManagerSecret {
  const { project, region, name, kmsKey, deletionProtection } = props;
  const replica = { location: region, ...(kmsKey && { customerManagedEncryption: { kmsKeyName: kmsKey } }) };
  return new SecretManagerSecret(scope, id, {
    project,
    secretId: name,
    deletionProtection,
    replication: { userManaged: { replicas: [replica] } },
  });
}
