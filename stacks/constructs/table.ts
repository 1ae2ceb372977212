import { BigqueryTable } from '@cdktf/provider-google/lib/bigquery-table';
import { Construct } from 'constructs';
import { literal } from '../escape';
import type { Field } from './field';

export interface ModelTableProps {
  readonly project: string;
  readonly dataset: string;
  readonly table: string;
  readonly description: string;
  readonly schema: readonly Field[];
  /** A DATE column; one partition a day. */
  readonly partitionBy?: string;
  /** Partitions go away after so many days. */
  readonly partitionDays?: number;
  /** Queries must say which partitions they want. */
  readonly requirePartitionFilter?: boolean;
  readonly clusterBy?: readonly string[];
  /** Not enforced by BigQuery; it joins better for knowing it. */
  readonly primaryKey?: readonly string[];
  readonly labels?: Record<string, string>;
  readonly deletionProtection: boolean;
}

const DAY_MS = 86_400_000;

/** A table whose structure belongs to Terraform and whose rows belong to the engine. */
export class ModelTable extends Construct {
  readonly table: BigqueryTable;

  constructor(scope: Construct, id: string, props: ModelTableProps) {
    super(scope, id);
    const { project, dataset, table, description, schema, labels, deletionProtection, primaryKey } = props;
    this.table = new BigqueryTable(this, 'table', {
      project,
      datasetId: dataset,
      tableId: table,
      description: literal(description),
      schema: JSON.stringify(schema),
      deletionProtection,
      ...partitioning(props),
      ...(props.clusterBy?.length && { clustering: [...props.clusterBy] }),
      ...(primaryKey?.length && { tableConstraints: { primaryKey: { columns: [...primaryKey] } } }),
      ...(labels && { labels }),
    });
  }
}

function partitioning({ partitionBy, partitionDays, requirePartitionFilter }: ModelTableProps): object {
  if (!partitionBy) return {};
  const expirationMs = partitionDays && partitionDays * DAY_MS;
  return {
    timePartitioning: { type: 'DAY', field: partitionBy, ...(expirationMs && { expirationMs }) },
    ...(requirePartitionFilter && { requirePartitionFilter }),
  };
}
