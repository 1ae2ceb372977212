import { BigqueryTable } from '@cdktf/provider-google/lib/bigquery-table';
import type { ITerraformDependable } from 'cdktf';
import type { ExternalTable } from '../../src/core/manifest';
import type { EnvironmentStack } from '../environment-stack';
import { bucketName, label, slug } from '../names';
import { schemaOf } from '../warehouse/schema';

/** Tables that read a bucket where it is. */
export function makeExternalTables(stack: EnvironmentStack, after: readonly ITerraformDependable[]): void {
  for (const table of stack.manifest.external) makeExternalTable(stack, table, after);
}

function makeExternalTable(
  stack: EnvironmentStack,
  { name, description, columns, bucket, prefix }: ExternalTable,
  after: readonly ITerraformDependable[],
): BigqueryTable {
  const [dataset = '', table = ''] = name.split('.');
  return new BigqueryTable(stack, slug(`table-${name}`), {
    project: stack.environment.project,
    datasetId: dataset,
    tableId: table,
    description,
    labels: { layer: label(dataset) },
    deletionProtection: false,
    externalDataConfiguration: {
      autodetect: false,
      sourceFormat: 'NEWLINE_DELIMITED_JSON',
      sourceUris: [`gs://${bucketName(stack.environment, bucket)}/${prefix}/*`],
      schema: JSON.stringify(schemaOf(columns)),
      ignoreUnknownValues: true,
    },
    dependsOn: [...after],
  });
}
