import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refreshReferences } from '../../src/engine/refresh-references';
import { referenceObject } from '../../src/ingest/references';
import type { Context } from '../../src/ports/context';
import { executing } from './executing';
import { REPOSITORY, Workshop } from './workshop';

const TABLE = 'ref.regions';

/** The same world, where something happens before the first publication of a reference table. */
function delayed(context: Context, before: () => Promise<unknown>): Context {
  let happened = false;
  return executing(context, async (job, execute) => {
    if (!happened && job.startsWith('publish_')) {
      happened = true;
      await before();
    }
    return execute();
  });
}

describe('a refresh of a reference table', () => {
  let folder: string;
  let workshop: Workshop;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ecluse-references-'));
    cpSync(join(REPOSITORY, 'test/fixtures/tiny'), folder, { recursive: true });
    mkdirSync(join(folder, 'reference'));
    writeFileSync(join(folder, 'reference/regions.csv'), 'region,name\n1,North\n');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  beforeEach(async () => {
    workshop = await Workshop.open(folder);
  });
  afterEach(() => workshop.close());

  /** The project as it is after somebody has changed the file. */
  async function changed(version: string, content: string): Promise<Context> {
    const { manifest, objects } = workshop.context;
    const references = manifest.references.map((reference) => ({ ...reference, version }));
    for (const reference of references) await objects.write('manifests', referenceObject(reference), content);
    return { ...workshop.context, manifest: { ...manifest, references } };
  }

  /** After a minute of silence others may take the hold of a refresh; here they do at once. */
  const letGo = (): Promise<void> => workshop.context.objects.delete('journal', `references/${TABLE}.json`);

  const published = (): Promise<readonly object[]> =>
    workshop.rows(
      `SELECT name, seq::INTEGER AS seq FROM ${TABLE}, ops.partitions WHERE table_name = '${TABLE}' ORDER BY seq`,
    );

  test('that wakes up after another one has published a newer version publishes nothing', async () => {
    const newer = await changed('newer', 'region,name\n1,South\n');
    const asleep = delayed(workshop.context, async () => {
      await letGo();
      await refreshReferences(newer, 'newer');
    });
    await expect(refreshReferences(asleep, 'older')).rejects.toMatchObject({
      kind: 'lost',
      message: expect.stringContaining(`${TABLE} was replaced by another run`),
    });
    expect(await published()).toEqual([{ name: 'South', seq: 1 }]);
  });

  test('that wakes up after another one has published the same version has nothing to do', async () => {
    const asleep = delayed(workshop.context, async () => {
      await letGo();
      await workshop.context.objects.delete('journal', `reference-claims/${TABLE}.json`);
      await refreshReferences(workshop.context, 'other');
    });
    expect(await refreshReferences(asleep, 'own')).toEqual([]);
    expect(await published()).toEqual([{ name: 'North', seq: 1 }]);
  });
});
