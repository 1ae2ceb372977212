import { BigqueryTable } from '@cdktf/provider-google/lib/bigquery-table';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { literal } from '../escape';
import type { Field } from './field';

export interface SqlViewProps {
  readonly project: string;
  readonly dataset: string;
  readonly view: string;
  readonly description: string;
  readonly query: string;
  /** Kept by BigQuery and refreshed when what it reads changes. */
  readonly materialized?: boolean;
  /** Types and descriptions of its columns. */
  readonly schema: readonly Field[];
  readonly labels?: Record<string, string>;
  /** What has to exist before BigQuery accepts the query. */
  readonly reads: readonly ITerraformDependable[];
}

/** A view; it holds no data, so it is never protected against deletion. */
export class SqlView extends Construct {
  readonly table: BigqueryTable;

  constructor(scope: Construct, id: string, props: SqlViewProps) {
    super(scope, id);
    const { project, dataset, view, description, query, materialized, schema, labels, reads } = props;
    const definition = materialized
      ? { materializedView: { query: literal(query) } }
      : { view: { query: literal(query), useLegacySql: false }, schema: JSON.stringify(schema) };
    this.table = new BigqueryTable(this, 'view', {
      project,
      datasetId: dataset,
      tableId: view,
      description: literal(description),
      deletionProtection: false,
      dependsOn: [...reads],
      ...definition,
      ...(labels && { labels }),
    });
  }
}
