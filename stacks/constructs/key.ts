import { KmsCryptoKey } from '@cdktf/provider-google/lib/kms-crypto-key';
import { KmsKeyRing } from '@cdktf/provider-google/lib/kms-key-ring';
import { dependable, type ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';

export interface DataKeyProps {
  readonly project: string;
  readonly region: string;
  readonly after: readonly ITerraformDependable[];
}

const NINETY_DAYS = '7776000s';

/** A key of our own under which data is kept; rotated every 90 days and never destroyed by an apply. */
export class DataKey extends Construct {
  readonly key: KmsCryptoKey;

  constructor(scope: Construct, id: string, { project, region, after }: DataKeyProps) {
    super(scope, id);
    const ring = new KmsKeyRing(this, 'ring', { project, location: region, name: 'ecluse' });
    ring.dependsOn = after.map(dependable);
    this.key = new KmsCryptoKey(this, 'key', {
      keyRing: ring.id,
      name: 'data',
      purpose: 'ENCRYPT_DECRYPT',
      rotationPeriod: NINETY_DAYS,
      lifecycle: { preventDestroy: true },
    });
  }
}
