import fc from 'fast-check';
import { addDays, datesOf } from '../../../src/core/dates';
import { allowanceText, diffManifests, dueInWarehouse, dueSinceStart, refused } from '../../../src/core/diff';
import type { Manifest, Migration, Model } from '../../../src/core/manifest';
import { TableVersions } from '../../../src/core/planning/versions';
import { someEdits } from './edits';
import { MANIFEST } from './support';

const changed = (name: string, edit: Partial<Model>, manifest: Manifest = MANIFEST): Manifest => ({
  ...manifest,
  models: manifest.models.map((model) => (model.name === name ? { ...model, ...edit } : model)),
});

const without = (name: string): Manifest => ({
  ...MANIFEST,
  models: MANIFEST.models.filter((model) => model.name !== name),
});

const columnsOf = (name: string): Model['columns'] =>
  MANIFEST.models.find((model) => model.name === name)?.columns ?? [];

const refusedTexts = (after: Manifest, before: Manifest = MANIFEST): string[] =>
  refused(diffManifests(before, after)).map(({ allowance }) => allowanceText(allowance));

describe('two manifests', () => {
  test('that are the same differ in nothing', () => {
    fc.assert(
      fc.property(someEdits, (edits) => {
        const manifest = edits.reduce((before, { apply }) => apply(before), MANIFEST);
        const { changes, breaking, impacts } = diffManifests(manifest, structuredClone(manifest));
        expect([changes, breaking, impacts]).toEqual([[], [], []]);
      }),
    );
  });

  test('differ in exactly what was edited, each edit by its name', () => {
    fc.assert(
      fc.property(someEdits, (edits) => {
        const after = edits.reduce((before, { apply }) => apply(before), MANIFEST);
        const { changes } = diffManifests(MANIFEST, after);
        expect(changes.map(({ kind, name, change }) => `${kind} ${name} ${change}`).sort()).toEqual(
          edits.map(({ subject, change }) => `${subject} ${change}`).sort(),
        );
        for (const { subject, part } of edits) {
          const found = changes.find(({ kind, name }) => `${kind} ${name}` === subject);
          if (part) expect(new Set(found?.details.map((detail) => detail.part))).toEqual(new Set([part]));
        }
      }),
      { numRuns: 300 },
    );
  });

  test('differ the other way round in the opposite', () => {
    const opposite = { added: 'removed', removed: 'added', changed: 'changed' };
    fc.assert(
      fc.property(someEdits, (edits) => {
        const after = edits.reduce((before, { apply }) => apply(before), MANIFEST);
        const there = diffManifests(MANIFEST, after).changes.map(
          ({ name, change }) => `${name} ${opposite[change]}`,
        );
        const back = diffManifests(after, MANIFEST).changes.map(({ name, change }) => `${name} ${change}`);
        expect(back.sort()).toEqual(there.sort());
      }),
    );
  });
});

describe('a change that breaks', () => {
  const [day, id] = columnsOf('gold.daily');
  test.each<[string, Manifest, string[]]>([
    ['dropping a table', without('gold.daily'), ['drop_table gold.daily']],
    ['dropping a view', without('gold.kpi_daily'), ['drop_table gold.kpi_daily']],
    [
      'dropping a column',
      changed('gold.daily', { columns: columnsOf('gold.daily').slice(0, 2) }),
      ['drop_column gold.daily amount'],
    ],
    [
      'another type',
      changed('gold.daily', {
        columns: [{ name: 'day', type: 'STRING' }, ...columnsOf('gold.daily').slice(1)],
      }),
      ['change_type gold.daily day'],
    ],
    [
      'another partitioning',
      changed('gold.daily', { partitionBy: 'id' }),
      ['change_partitioning gold.daily'],
    ],
    ['another clustering', changed('gold.daily', { clusterBy: [] }), ['change_clustering gold.daily']],
    ['another mode', changed('gold.daily', { as: 'table', clusterBy: [] }), ['change_mode gold.daily']],
    ['dropping a source', { ...MANIFEST, sources: MANIFEST.sources.slice(1) }, ['drop_table bronze.sales']],
    ['dropping a reference table', { ...MANIFEST, references: [] }, ['drop_table ref.regions']],
  ])('%s is refused', (_what, after, texts) => {
    expect(refusedTexts(after)).toEqual(texts);
  });

  test.each<[string, Manifest]>([
    [
      'a new column',
      changed('gold.daily', { columns: [...columnsOf('gold.daily'), { name: 'new', type: 'STRING' }] }),
    ],
    [
      'another order of columns',
      changed('gold.daily', {
        columns: [...(id ? [id] : []), ...(day ? [day] : []), ...columnsOf('gold.daily').slice(2)],
      }),
    ],
    ['another definition', changed('gold.daily', { fingerprint: '2' })],
    [
      'another type of a column of a contract, whose rows are kept as text',
      {
        ...MANIFEST,
        sources: MANIFEST.sources.map((source) => ({
          ...source,
          columns: source.columns.map((column) => ({ ...column, type: 'FLOAT64' })),
        })),
      },
    ],
  ])('is not %s', (_what, after) => {
    expect(refusedTexts(after)).toEqual([]);
  });

  const migration = (file: string, allows: Migration['allows']): Migration => ({ file, reason: 'r', allows });
  const dropped = without('gold.daily');
  const allowed = migration('migrations/0001-a.yaml', [{ table: 'gold.daily', change: 'drop_table' }]);

  test('is let through by a migration that comes with it', () => {
    const { breaking, idleMigrations } = diffManifests(MANIFEST, { ...dropped, migrations: [allowed] });
    expect(breaking.map((found) => found.migration)).toEqual([allowed.file]);
    expect(idleMigrations).toEqual([]);
  });

  test('is not let through by a migration of an earlier change', () => {
    expect(
      refusedTexts({ ...dropped, migrations: [allowed] }, { ...MANIFEST, migrations: [allowed] }),
    ).toEqual(['drop_table gold.daily']);
  });

  test('is not let through by a migration for something else, which is named as idle', () => {
    const other = migration('migrations/0002-b.yaml', [
      { table: 'gold.daily', change: 'drop_column', column: 'amount' },
    ]);
    const after = { ...dropped, migrations: [other] };
    expect(refusedTexts(after)).toEqual(['drop_table gold.daily']);
    expect(diffManifests(MANIFEST, after).idleMigrations).toEqual([other.file]);
  });
});

describe('downstream of a change', () => {
  test('are its readers, theirs, the KPIs among them, and the columns made of what changed', () => {
    const after = changed('silver.sales', {
      columns: columnsOf('silver.sales').map((column) =>
        column.name === 'amount' ? { ...column, type: 'FLOAT64' } : column,
      ),
    });
    expect(diffManifests(MANIFEST, after).impacts).toEqual([
      {
        table: 'silver.sales',
        models: ['gold.daily', 'gold.kpi_daily'],
        kpis: ['gold.kpi_daily'],
        columns: ['gold.daily.amount', 'gold.kpi_daily.amount'],
      },
    ]);
  });

  test('are those that it had, when it is removed', () => {
    const [impact] = diffManifests(MANIFEST, without('gold.daily')).impacts;
    expect(impact?.models).toEqual(['gold.kpi_daily']);
  });

  test('is nobody where only words changed', () => {
    expect(
      diffManifests(MANIFEST, changed('silver.sales', { description: 'x', owner: 'y' })).impacts,
    ).toEqual([]);
  });
});

describe('what becomes due', () => {
  const TODAY = '2026-10-11';
  const after = changed('silver.sales', { fingerprint: '2' });
  const arrived = (view: string, days: number): [string, TableVersions] => {
    const dates = datesOf({ start: '2026-10-03', end: addDays('2026-10-03', days) });
    return [
      view,
      new TableVersions(new Map(dates.map((date) => [date, { version: date, seq: 0, rows: 1 }]))),
    ];
  };

  test('is nothing when nothing but words changed', () => {
    expect(dueSinceStart(MANIFEST, changed('silver.sales', { description: 'x' }), TODAY).models).toEqual([]);
  });

  test('is every day since the start, of the model and of its readers, where no warehouse can be asked', () => {
    const days = { partitions: 10, first: '2026-10-01', last: '2026-10-10' };
    expect(dueSinceStart(MANIFEST, after, TODAY)).toEqual({
      basis: 'starts',
      models: [
        { model: 'silver.sales', ...days },
        { model: 'gold.daily', ...days },
      ],
    });
  });

  test('is told without a number where nothing says when history begins', () => {
    const { start: _start, ...project } = MANIFEST.project;
    const endless = { ...MANIFEST, project };
    expect(dueSinceStart(endless, { ...after, project }, TODAY)).toEqual({
      basis: 'unknown',
      models: [
        { model: 'silver.sales', partitions: null },
        { model: 'gold.daily', partitions: null },
      ],
    });
  });

  test('is what a warehouse has days for, whether or not it is up to date now', () => {
    const state = {
      versions: new Map([arrived('bronze.sales', 4), arrived('bronze.visits', 9)]),
      fingerprints: new Map(),
    };
    const days = { partitions: 4, first: '2026-10-03', last: '2026-10-06' };
    expect(dueInWarehouse(MANIFEST, after, state)).toEqual({
      basis: 'warehouse',
      models: [
        { model: 'silver.sales', ...days },
        { model: 'gold.daily', ...days },
      ],
    });
  });

  test('is the whole of a table without partitions', () => {
    const table = changed('gold.daily', { as: 'table', fingerprint: '2' });
    expect(dueSinceStart(MANIFEST, table, TODAY).models).toEqual([{ model: 'gold.daily', partitions: 1 }]);
  });
});
