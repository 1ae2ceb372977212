import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { StorageBucketObject } from '@cdktf/provider-google/lib/storage-bucket-object';
import { AssetType, type ITerraformDependable, TerraformAsset } from 'cdktf';
import type { EnvironmentStack } from '../environment-stack';
import { ACTIVE_MANIFEST, bucketName, slug } from '../names';

/**
 * The manifest, named after its content, and the pointer to the active one. Earlier manifests stay: a run pins the
 * one that it began with. The pointer moves last, after everything that the manifest names exists.
 */
export function makeManifestObjects(stack: EnvironmentStack, after: readonly ITerraformDependable[]): void {
  const path = stack.input.files.manifest;
  const hash = createHash('sha256').update(readFileSync(path)).digest('hex');
  const name = `manifests/${hash}.json`;
  const bucket = bucketName(stack.environment, 'manifests');
  const asset = new TerraformAsset(stack, 'manifest-file', { path, type: AssetType.FILE });
  const manifest = new StorageBucketObject(stack, 'manifest', {
    bucket,
    name,
    source: asset.path,
    contentType: 'application/json',
    deletionPolicy: 'ABANDON',
    lifecycle: { createBeforeDestroy: true },
    dependsOn: [...after],
  });
  new StorageBucketObject(stack, 'active-manifest', {
    bucket,
    name: ACTIVE_MANIFEST,
    content: JSON.stringify({ manifest: name }),
    contentType: 'application/json',
    cacheControl: 'no-store',
    dependsOn: [manifest],
  });
}

/** Reference tables by version, where the engine looks for them; what a run may still read stays. */
export function makeReferenceObjects(stack: EnvironmentStack, after: readonly ITerraformDependable[]): void {
  for (const reference of stack.manifest.references) {
    const path = join(stack.input.files.root, reference.file);
    const asset = new TerraformAsset(stack, slug(`file-${reference.name}`), { path, type: AssetType.FILE });
    new StorageBucketObject(stack, slug(`reference-${reference.name}`), {
      bucket: bucketName(stack.environment, 'manifests'),
      name: `references/${reference.name}/${reference.version}.csv`,
      source: asset.path,
      contentType: 'text/csv',
      deletionPolicy: 'ABANDON',
      lifecycle: { createBeforeDestroy: true },
      dependsOn: [...after],
    });
  }
}
