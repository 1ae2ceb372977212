import { DataplexAspectType } from '@cdktf/provider-google/lib/dataplex-aspect-type';
import { DataplexEntry } from '@cdktf/provider-google/lib/dataplex-entry';
import { DataplexEntryGroup } from '@cdktf/provider-google/lib/dataplex-entry-group';
import { DataplexEntryType } from '@cdktf/provider-google/lib/dataplex-entry-type';
import type { Manifest } from '../../src/core/manifest';
import type { EnvironmentStack } from '../environment-stack';
import { literal } from '../escape';
import { slug } from '../names';

type Source = Manifest['sources'][number];

/** Group, entry type and aspect type have one name: each is of a kind of its own. */
const NAME = 'ecluse-contract';

/** Fields of the aspect, in order: what of a contract a reader of the catalog looks for. */
const FIELDS: Readonly<Record<string, (source: Source) => string>> = {
  owner: (source) => source.owner,
  contract: (source) => source.file,
  arrives: ({ server }) => `${server.kind} below ${server.prefix} of the landing bucket`,
  delivery: (source) => source.delivery.mode,
  drift: (source) => source.drift,
  table: (source) => source.view,
  classified: ({ columns }) =>
    columns
      .flatMap(({ name, classification }) => (classification ? [`${name} (${classification})`] : []))
      .join(', '),
};

/**
 * Each contract as an entry of the Knowledge Catalog; tables and views are entries by themselves.
 * Entries name projects by number, and so does everything that they refer to.
 */
export function makeCatalog(stack: EnvironmentStack): void {
  const place = { project: stack.projectNumber, location: stack.environment.region };
  const aspect = new DataplexAspectType(stack, 'catalog-aspect', {
    ...place,
    aspectTypeId: NAME,
    displayName: 'Data contract',
    description: 'What a source promises.',
    metadataTemplate: JSON.stringify(template()),
  });
  const type = new DataplexEntryType(stack, 'catalog-type', {
    ...place,
    entryTypeId: NAME,
    displayName: 'Data contract',
    description: 'A source with a contract.',
    systemAttribute: 'ecluse',
    requiredAspects: [{ type: aspect.name }],
  });
  const group = new DataplexEntryGroup(stack, 'catalog-group', {
    ...place,
    entryGroupId: NAME,
    displayName: 'Data contracts',
    description: `Contracts of ${stack.manifest.project.name}.`,
  });
  for (const source of stack.manifest.sources)
    new DataplexEntry(stack, slug(`catalog-${source.name}`), {
      ...place,
      entryGroupId: group.entryGroupId,
      entryId: source.name,
      entryType: type.name,
      entrySource: { displayName: source.name, description: literal(source.description) },
      aspects: [
        {
          aspectKey: `${place.project}.${place.location}.${aspect.aspectTypeId}`,
          aspect: { data: literal(JSON.stringify(aspectOf(source))) },
        },
      ],
    });
}

const template = (): object => ({
  name: 'contract',
  type: 'record',
  recordFields: Object.keys(FIELDS).map((name, index) => ({ name, type: 'string', index: index + 1 })),
});

const aspectOf = (source: Source): object =>
  Object.fromEntries(Object.entries(FIELDS).map(([name, read]) => [name, read(source)]));
