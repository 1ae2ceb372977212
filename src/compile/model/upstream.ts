import type { Model, ModelInput, Source } from '../../core/manifest';
import type { Column } from '../../core/types';
import type { ModelFile } from '../project/types';

/** What is known of the tables that a model may read. */
export interface Upstream {
  readonly sources: ReadonlyMap<string, Source>;
  readonly models: ReadonlyMap<string, Model>;
}

/** The column `table.column` of a bronze view or a model. */
export function columnAt({ sources, models }: Upstream, path: string): Column | undefined {
  const dot = path.lastIndexOf('.');
  const table = path.slice(0, dot);
  const columns = sources.get(table)?.viewColumns ?? models.get(table)?.columns;
  return columns?.find((column) => column.name === path.slice(dot + 1));
}

/** Tables by what reads them. */
export interface ReadTables {
  readonly query: readonly string[];
  readonly related: readonly string[];
  readonly reconciled: readonly string[];
}

/** Views are looked through: what counts for versions are the tables behind them. */
export function inputsOf(file: ModelFile, tables: ReadTables, upstream: Upstream): ModelInput[] {
  const inputs = new Map<string, ModelInput>();
  const add = (input: ModelInput): void => {
    const known = inputs.get(input.table);
    inputs.set(input.table, known ? widest(known, input) : input);
  };
  for (const table of [...tables.query, ...tables.reconciled])
    for (const input of behind(file, table, upstream)) add(input);
  for (const table of tables.related)
    for (const input of behind(file, table, upstream))
      add(input.versioning === 'history' ? input : { ...input, versioning: 'whole' });
  return reaching([...inputs.values()], file).sort((a, b) => (a.table < b.table ? -1 : 1));
}

/**
 * A key that is decided across days needs the rows of those days as they would be judged, so that everything read for
 * them counts.
 */
const reaching = (inputs: readonly ModelInput[], { uniqueKey }: ModelFile): ModelInput[] =>
  inputs.map((input) => ({ ...input, withinDays: uniqueKey?.withinDays ?? 0 }));

function behind(file: ModelFile, table: string, upstream: Upstream): ModelInput[] {
  const view = upstream.models.get(table);
  const lookbackDays = Object.hasOwn(file.lookbackDays, table) ? (file.lookbackDays[table] ?? 0) : 0;
  const found = view?.createView ? view.inputs : [inputOf(table, upstream)];
  return found.map((input) => ({
    ...input,
    versioning: file.as === 'table' ? 'whole' : input.versioning,
    lookbackDays: input.lookbackDays + lookbackDays,
  }));
}

function inputOf(table: string, { sources, models }: Upstream): ModelInput {
  const bronze = sources.has(table);
  const as = models.get(table)?.as;
  const versioning = bronze || as === 'incremental' ? 'partition' : as === 'scd2' ? 'history' : 'whole';
  return { table, versioning, lookbackDays: 0, withinDays: 0 };
}

function widest(a: ModelInput, b: ModelInput): ModelInput {
  return {
    table: a.table,
    versioning: a.versioning === 'whole' || b.versioning === 'whole' ? 'whole' : a.versioning,
    lookbackDays: Math.max(a.lookbackDays, b.lookbackDays),
    withinDays: 0,
  };
}
