import { fingerprint } from '../../core/fingerprint';
import type { ModelInput } from '../../core/manifest';
import type { ModelFile } from '../project/types';
import type { CompiledCheck } from '../sql/checks';
import { significantTokens } from '../sql-text';
import { calledIn, type KnownFunction } from '../step-compiler';
import type { Upstream } from './upstream';

/** What a model means, as far as it decides what is published. */
export interface Definition {
  readonly file: ModelFile;
  /** The statements that make its rows. */
  readonly texts: readonly string[];
  readonly checks: readonly CompiledCheck[];
  /** Tables that its query reads. */
  readonly tables: readonly string[];
  readonly inputs: readonly ModelInput[];
}

/**
 * Changes when other rows would be published or let through, and only then: neither comments and layout count, nor
 * descriptions, nor models that are read, whose versions say when they changed. Views have no versions of their own:
 * their definition belongs to whoever reads them, as that of the bronze view and of functions does.
 */
export function definitionPrint(
  definition: Definition,
  upstream: Upstream,
  functions: readonly KnownFunction[],
): string {
  const { file, texts, checks, tables, inputs } = definition;
  const reconciled = file.reconcile.flatMap(({ name, expected, actual, tolerance }) => [
    name,
    String(tolerance),
    ...significantTokens(expected),
    ...significantTokens(actual),
  ]);
  const all = [
    ...texts,
    ...checks.map(({ fails }) => fails ?? ''),
    ...file.reconcile.flatMap(({ expected, actual }) => [expected, actual]),
  ];
  return fingerprint([
    ...texts.flatMap(significantTokens),
    ...checks.flatMap(checkParts),
    ...reconciled,
    ...inputs.map(({ table, withinDays }) => `${table} ${withinDays}`),
    ...inputs.flatMap(({ table }) => upstream.sources.get(table)?.fingerprint ?? []),
    ...tables.flatMap((table) => viewPrint(table, upstream)),
    ...calledIn(all.join('\n'), functions).flatMap(({ sql }) => significantTokens(sql)),
  ]);
}

function viewPrint(table: string, { models }: Upstream): string[] {
  const model = models.get(table);
  return model?.createView ? [model.fingerprint] : [];
}

function checkParts({ check, fails = '', observed = '', uniqueColumns = [] }: CompiledCheck): string[] {
  const { description: _description, ...meaning } = check;
  return [JSON.stringify(meaning), ...significantTokens(fails), observed, ...uniqueColumns];
}
