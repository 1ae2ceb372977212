import fc from 'fast-check';
import type { Manifest, Model } from '../../../src/core/manifest';
import { MANIFEST } from './support';

/** A change of a manifest, and how a comparison has to name it: subject, change, and the part if it is only that. */
export interface Edit {
  readonly subject: string;
  readonly change: 'added' | 'changed' | 'removed';
  readonly part?: string;
  readonly apply: (manifest: Manifest) => Manifest;
}

const TABLES = MANIFEST.models.filter(({ steps }) => steps).map(({ name }) => name);
const ALL = MANIFEST.models.map(({ name }) => name);

const inModel = (name: string, part: string, edit: (model: Model) => Partial<Model>): Edit => ({
  subject: `model ${name}`,
  change: 'changed',
  part,
  apply: (manifest) => ({
    ...manifest,
    models: manifest.models.map((model) => (model.name === name ? { ...model, ...edit(model) } : model)),
  }),
});

const word = fc.string({ minLength: 1, unit: fc.constantFrom(...'abcdef') }).map((text) => `new ${text}`);

const modelEdits = fc.constantFrom(...ALL).chain((name) =>
  fc.oneof(
    word.map((text) => inModel(name, 'description', () => ({ description: text }))),
    word.map((text) => inModel(name, 'owner', () => ({ owner: text }))),
    word.map((text) => inModel(name, 'tags', () => ({ tags: [text] }))),
    word.map((text) => inModel(name, 'definition', () => ({ fingerprint: text }))),
    word.map((text) => inModel(name, 'start', () => ({ start: text }))),
    word.map((text) =>
      inModel(name, 'column', ({ columns }) => ({ columns: [...columns, { name: text, type: 'STRING' }] })),
    ),
    word.map((text) =>
      inModel(name, 'column', ({ columns }) => ({
        columns: columns.map((column) => ({ ...column, type: text })),
      })),
    ),
    fc
      .nat(2)
      .map((index) =>
        inModel(name, 'column', ({ columns }) => ({ columns: columns.filter((_, at) => at !== index) })),
      ),
    word.map((text) =>
      inModel(name, 'description of column', ({ columns }) => ({
        columns: columns.map((column) => ({ ...column, description: text })),
      })),
    ),
    fc.constant(
      inModel(name, 'check', ({ checks }) => ({
        checks: checks.map((check) => ({ ...check, severity: 'warn' as const })),
      })),
    ),
    fc.constant(inModel(name, 'check', () => ({ checks: [] }))),
    fc.constant(inModel(name, 'reconciliation', () => ({ reconcile: [] }))),
    fc.constant(inModel(name, 'mode', () => ({ as: 'table' }))),
    fc.constant(inModel(name, 'hours of grace', () => ({ graceHours: 6 }))),
    fc.constant(
      inModel(name, 'unique key', () => ({ uniqueKey: { columns: ['id'], orderBy: [], withinDays: 0 } })),
    ),
    fc.constant(inModel(name, 'input', () => ({ inputs: [] }))),
  ),
);

const tableEdits = fc.constantFrom(...TABLES).chain((name) =>
  fc.constantFrom(
    inModel(name, 'partitioning', () => ({ partitionBy: 'id' })),
    inModel(name, 'clustering', () => ({ clusterBy: ['amount'] })),
    inModel(name, 'clustering', () => ({ clusterBy: [] })),
  ),
);

const wholeEdits = fc.oneof(
  fc.constantFrom(...ALL).map(
    (name): Edit => ({
      subject: `model ${name}`,
      change: 'removed',
      apply: (manifest) => ({ ...manifest, models: manifest.models.filter((model) => model.name !== name) }),
    }),
  ),
  fc.constantFrom(...MANIFEST.sources.map(({ name }) => name)).map(
    (name): Edit => ({
      subject: `contract bronze.${name}`,
      change: 'removed',
      apply: (manifest) => ({
        ...manifest,
        sources: manifest.sources.filter((entry) => entry.name !== name),
      }),
    }),
  ),
  fc.constant<Edit>({
    subject: 'contract bronze.sales',
    change: 'changed',
    part: 'drift',
    apply: (manifest) => ({
      ...manifest,
      sources: manifest.sources.map((entry) =>
        entry.name === 'sales' ? { ...entry, drift: 'refuse' as const } : entry,
      ),
    }),
  }),
  fc.constant<Edit>({
    subject: 'reference ref.regions',
    change: 'changed',
    part: 'content',
    apply: (manifest) => ({
      ...manifest,
      references: manifest.references.map((entry) => ({ ...entry, version: 'r2' })),
    }),
  }),
  fc.constant<Edit>({
    subject: 'pipeline nightly',
    change: 'added',
    apply: (manifest) => ({
      ...manifest,
      pipelines: [...manifest.pipelines, { name: 'nightly', models: [], triggers: [] }],
    }),
  }),
  fc.constant<Edit>({
    subject: 'pipeline all',
    change: 'changed',
    part: 'triggers',
    apply: (manifest) => ({
      ...manifest,
      pipelines: manifest.pipelines.map((entry) => ({ ...entry, triggers: [] })),
    }),
  }),
  fc.constant<Edit>({
    subject: 'alerts alerts',
    change: 'changed',
    part: 'durationRatio',
    apply: (manifest) => ({ ...manifest, alerts: { ...manifest.alerts, durationRatio: 3 } }),
  }),
  fc.constant<Edit>({
    subject: 'function fn.net',
    change: 'removed',
    apply: (manifest) => ({ ...manifest, functions: [] }),
  }),
);

/** Edits of different subjects, so that none hides another. */
export const someEdits = fc.uniqueArray(fc.oneof(modelEdits, tableEdits, wholeEdits), {
  maxLength: 5,
  selector: ({ subject }) => subject,
});
