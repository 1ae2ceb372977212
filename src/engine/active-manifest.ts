import { text } from 'node:stream/consumers';
import { type Manifest, manifest as shape } from '../core/manifest';
import type { ObjectStore } from '../ports/objects';

/** Names the object of the manifest that new runs begin with. */
const ACTIVE = 'active.json';

/** The manifest under its name: objects in `manifests` are named after their content and never change. */
export interface StoredManifest {
  readonly object: string;
  readonly manifest: Manifest;
}

/** Reads manifests, each once: the last one is kept. */
export class Manifests {
  private last: StoredManifest | undefined;

  constructor(private readonly objects: ObjectStore) {}

  /** That of runs that begin now. */
  async active(): Promise<StoredManifest> {
    const pointer = JSON.parse(await text(this.objects.read('manifests', ACTIVE))) as { manifest: string };
    return this.at(pointer.manifest);
  }

  /** @throws {ObjectError} `not_found`, and when it is of another version of Écluse */
  async at(object: string): Promise<StoredManifest> {
    if (this.last?.object === object) return this.last;
    const content: unknown = JSON.parse(await text(this.objects.read('manifests', object)));
    this.last = { object, manifest: shape.parse(content) };
    return this.last;
  }
}
