import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifest as manifestSchema } from '../../src/core/manifest';
import { at, ofType } from './resources';
import { synthesized } from './synthesized';

const { folder, stacks } = synthesized();
const manifest = manifestSchema.parse(
  JSON.parse(readFileSync(join(folder, 'build', 'manifest.json'), 'utf8')),
);
const ENVIRONMENTS = ['dev', 'staging', 'prod'];

describe.each(ENVIRONMENTS)('people in %s find', (environment) => {
  const here = (type: string) => ofType(type).filter((found) => found.environment === environment);

  test('every contract in the catalog, with its owner and its classified columns', () => {
    const entries = here('google_dataplex_entry').map(({ value }) => value);
    expect(entries.map(({ entry_id }) => entry_id).sort()).toEqual(
      manifest.sources.map(({ name }) => name).sort(),
    );
    const aspects = entries.map(
      (entry) => JSON.parse(String(at(entry, 'aspects.0.aspect.data'))) as Record<string, string>,
    );
    expect(aspects.filter(({ owner, table }) => !owner || !table)).toEqual([]);
    expect(aspects.filter(({ classified }) => classified?.includes('(pii)')).length).toBeGreaterThan(0);
  });

  test('what happened in runs as ops.events, read from the journal and nowhere else', () => {
    const [events, ...others] = here('google_bigquery_table').filter(
      ({ value }) => value.external_data_configuration,
    );
    expect(others).toEqual([]);
    expect(`${events?.value.dataset_id}.${events?.value.table_id}`).toBe('ops.events');
    expect(at(events?.value, 'external_data_configuration.source_uris')).toEqual([
      `gs://acme-${environment}-ecluse-journal/events/*`,
    ]);
  });

  test('a link to Data Studio for every KPI', () => {
    const links = Object.values(stacks.get(`${environment}-warehouse`)?.output ?? {}).map(
      ({ value }) => new URL(String(value)),
    );
    expect(links.map((link) => `gold.${link.searchParams.get('ds.ds0.tableId')}`).sort()).toEqual(
      manifest.models
        .filter(({ kpi }) => kpi)
        .map(({ name }) => name)
        .sort(),
    );
    expect(
      links.filter((link) => link.searchParams.get('ds.ds0.projectId') !== `acme-${environment}`),
    ).toEqual([]);
  });
});
