import { BigqueryRowAccessPolicy } from '@cdktf/provider-google/lib/bigquery-row-access-policy';
import type { ModelTable } from '../constructs/table';
import type { EnvironmentStack } from '../environment-stack';
import { accountEmail, slug } from '../names';

/** Accounts whose queries must see every row, whatever people may see. */
const UNFILTERED = ['plan-run', 'execute-task', 'finish-run'] as const;

/**
 * Rows by group, where the environment says so. A table with one policy hides its rows from everybody else, so
 * the engine is let in by a policy of its own.
 */
export function makeRowAccess(stack: EnvironmentStack, tables: ReadonlyMap<string, ModelTable>): void {
  const rules = stack.environment.row_access;
  for (const rule of rules)
    makePolicy(stack, tables, rule.table, rule.name, filterOf(rule.column, rule.values), [
      `group:${rule.group}`,
    ]);
  for (const table of new Set(rules.map((rule) => rule.table)))
    makePolicy(stack, tables, table, 'engine', 'TRUE', [
      ...UNFILTERED.map((account) => `serviceAccount:${accountEmail(stack.environment, account)}`),
      `group:${stack.environment.groups.engineers}`,
    ]);
}

/** GoogleSQL takes JSON's text literals as they are. */
const filterOf = (column: string, values: readonly string[]): string =>
  `\`${column}\` IN (${values.map((value) => JSON.stringify(value)).join(', ')})`;

function makePolicy(
  stack: EnvironmentStack,
  tables: ReadonlyMap<string, ModelTable>,
  table: string,
  policyId: string,
  filterPredicate: string,
  grantees: string[],
): void {
  const made = tables.get(table);
  if (!made)
    throw new Error(
      `environments/${stack.environment.name}.yaml: row_access names ${table}, which is no table. There are ${[...tables.keys()].join(', ')}.`,
    );
  const [datasetId = '', tableId = ''] = table.split('.');
  new BigqueryRowAccessPolicy(stack, slug(`rows-${table}-${policyId}`), {
    project: stack.environment.project,
    datasetId,
    tableId,
    policyId,
    filterPredicate,
    grantees,
    dependsOn: [made.table],
  });
}
