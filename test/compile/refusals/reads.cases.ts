import type { Refusal } from '../support/refusals';
import type { Change } from '../support/shop';

const DAILY = 'sql/gold/daily.sql';
const SALES = 'sql/silver/sales.sql';
const KPI = 'sql/gold/kpi_revenue.sql';
const edit = (file: string, from: string, to: string): Change[] => [{ edit: file, from, to }];

const RETURNS: Change = {
  file: 'contracts/returns.yaml',
  text: `apiVersion: v3.1.0
kind: DataContract
id: shop-returns
name: returns
version: 1.0.0
status: active
servers: [{ server: landing, type: local, path: returns/, format: csv }]
schema: [{ name: returns, properties: [{ name: sale_id, logicalType: string }] }]
`,
};

export const READS: readonly Refusal[] = [
  {
    code: 'unknown_table',
    title: 'a table that does not exist, and names the nearest',
    changes: edit(DAILY, '`silver.sales`', '`silver.sale`'),
    says: [
      'sql/gold/daily.sql:8:6: the query reads silver.sale, which is neither a contract, a model nor a reference table.',
      'Did you mean silver.sales?',
    ],
  },
  {
    code: 'unknown_table',
    title: 'a table of another project',
    changes: edit(KPI, '`gold.daily`', '`other.gold.daily`'),
    says: [
      'sql/gold/kpi_revenue.sql:6:36: the query reads other.gold.daily, which is neither a contract, a model nor a reference table.',
      'Add contracts/<source>.yaml for what arrives, or sql/<layer>/<name>.sql for a model.',
    ],
  },
  {
    code: 'unknown_table',
    title: 'a table where the name stands in a comment before',
    changes: edit(KPI, 'SELECT business_date', '-- `silver.nothing`\nSELECT business_date').concat(
      edit(KPI, '`gold.daily`', '`silver.nothing`'),
    ),
    says: [
      'sql/gold/kpi_revenue.sql:7:36: the query reads silver.nothing, which is neither a contract, a model nor a reference table.',
      'Add contracts/<source>.yaml for what arrives, or sql/<layer>/<name>.sql for a model.',
    ],
  },
  {
    code: 'unquoted_table',
    title: 'a table without backticks',
    changes: edit(KPI, '`gold.daily`', 'gold.daily'),
    says: [
      'sql/gold/kpi_revenue.sql:6:36: the query reads gold.daily without backticks around the whole name.',
      'Write `gold.daily`.',
    ],
  },
  {
    code: 'unquoted_table',
    title: 'a table with backticks around each part',
    changes: edit(KPI, '`gold.daily`', '`gold`.`daily`'),
    says: [
      'sql/gold/kpi_revenue.sql:6:36: the query reads gold.daily without backticks around the whole name.',
      'Write `gold.daily`.',
    ],
  },
  {
    code: 'internal_table',
    title: 'a model that reads the quarantine',
    changes: edit(KPI, '`gold.daily`', '`quarantine.gold_daily`'),
    says: [
      'sql/gold/kpi_revenue.sql:6:36: the query reads quarantine.gold_daily, which belongs to the engine.',
      'Read the bronze view, or silver and gold models; `ecluse sql` may look into any table.',
    ],
  },
  {
    code: 'internal_table',
    title: 'a model that reads the run records',
    changes: edit(KPI, '`gold.daily`', '`ops.ledger`'),
    says: [
      'sql/gold/kpi_revenue.sql:6:36: the query reads ops.ledger, which belongs to the engine.',
      'Read the bronze view, or silver and gold models; `ecluse sql` may look into any table.',
    ],
  },
  {
    code: 'internal_table',
    title: 'a model that reads scratch tables',
    changes: edit(KPI, '`gold.daily`', '`scratch.gold_daily__1`'),
    says: [
      'sql/gold/kpi_revenue.sql:6:36: the query reads scratch.gold_daily__1, which belongs to the engine.',
      'Read the bronze view, or silver and gold models; `ecluse sql` may look into any table.',
    ],
  },
  {
    code: 'internal_table',
    title: 'a model that reads rows as they came',
    changes: edit(SALES, '`bronze.sales`', '`bronze.sales__raw`'),
    says: [
      'sql/silver/sales.sql:17:6: the query reads bronze.sales__raw, which belongs to the engine.',
      'Read the bronze view, or silver and gold models; `ecluse sql` may look into any table.',
    ],
  },
  {
    code: 'gold_reads_bronze',
    title: 'a gold model that reads bronze',
    changes: edit(DAILY, '`silver.sales`', '`bronze.sales`'),
    says: [
      'sql/gold/daily.sql:8:6: the query reads bronze.sales: rows of bronze have not passed a gate.',
      'Make a silver model of bronze.sales, and read that.',
    ],
  },
  {
    code: 'two_sources',
    title: 'a silver model that reads two sources',
    changes: [
      RETURNS,
      ...edit(SALES, 'FROM `bronze.sales`', 'FROM `bronze.sales` LEFT JOIN `bronze.returns` USING (sale_id)'),
    ],
    says: [
      'sql/silver/sales.sql:17:31: the query reads bronze.sales and bronze.returns; a silver model over bronze carries on the rows of one source.',
      'Make a silver model of each, and join those in a third one.',
    ],
  },
  {
    code: 'gate',
    title: 'a table over bronze, which has no gate',
    changes: [
      ...edit(SALES, 'as: incremental, partition_by: business_date', 'as: table'),
      ...edit(SALES, 'WHERE _event_date >= @start_date AND _event_date < @end_date', ''),
    ],
    says: [
      'sql/silver/sales.sql:3:16: the query reads bronze.sales, but a table has no gate for its rows.',
      'Use as: incremental, or scd2 over full extracts.',
    ],
  },
  {
    code: 'scd2_source',
    title: 'a history over a source that is appended to',
    changes: edit(SALES, 'as: incremental, partition_by: business_date', 'as: scd2'),
    says: [
      'sql/silver/sales.sql:3:16: a history (scd2) is made of full extracts; contracts/sales.yaml delivers append.',
      'Read a source with delivery: { mode: full, … }, or use as: incremental.',
    ],
  },
  {
    code: 'scd2_source',
    title: 'a history over no source',
    changes: [
      ...edit(DAILY, 'as: incremental, partition_by: business_date', 'as: scd2'),
      ...edit(DAILY, 'checks:', 'unique_key: { columns: [business_date] }\nchecks:'),
    ],
    says: [
      'sql/gold/daily.sql:3:16: a history (scd2) is made of full extracts; the query reads no source.',
      'Read a source with delivery: { mode: full, … }, or use as: incremental.',
    ],
  },
  {
    code: 'cycle',
    title: 'models that read each other, and names the way round',
    changes: [...edit(SALES, 'FROM `bronze.sales`', 'FROM `bronze.sales`\nJOIN `gold.daily` USING (amount)')],
    says: [
      'sql/gold/daily.sql:8:6: the models read each other in a circle: gold.daily → silver.sales → gold.daily.',
      'Take what both need into a model of its own that neither of them feeds.',
    ],
  },
  {
    code: 'cycle',
    title: 'a model that reads itself',
    changes: edit(KPI, '`gold.daily`', '`gold.kpi_revenue`'),
    says: [
      'sql/gold/kpi_revenue.sql:6:36: the model gold.kpi_revenue reads itself.',
      'Read what it is made from; lookback_days reaches earlier days of that.',
    ],
  },
  {
    code: 'window',
    title: 'a second read of a partitioned table without the window, where the first one has it',
    changes: [
      {
        edit: 'sql/gold/daily.sql',
        from: 'SELECT business_date, SUM(amount) AS revenue\nFROM `silver.sales`\nWHERE',
        to: 'SELECT business_date, SUM(amount) AS revenue\nFROM `silver.sales`\nJOIN (SELECT sale_id FROM `silver.sales`) USING (sale_id)\nWHERE',
      },
    ],
    says: [
      'sql/gold/daily.sql:9:27: the query reads silver.sales without comparing its business_date with @start_date and @end_date (read 2 of 2 of this table).',
      'Filter this read, too: WHERE business_date >= @start_date AND business_date < @end_date; lookback_days: { silver.sales: N } and DATE_SUB(@start_date, INTERVAL N DAY) reach further back.',
    ],
  },
  {
    code: 'window',
    title: 'a window over another column than that of the partitions',
    changes: [
      {
        edit: 'sql/silver/sales.sql',
        from: 'WHERE _event_date >= @start_date AND _event_date < @end_date',
        to: "WHERE DATE(sold_at, 'Europe/Paris') >= @start_date AND _event_date < @end_date",
      },
    ],
    says: [
      'sql/silver/sales.sql:17:6: the query reads bronze.sales without comparing its _event_date with @start_date.',
      'Filter this read, too: WHERE _event_date >= @start_date AND _event_date < @end_date; lookback_days: { bronze.sales: N } and DATE_SUB(@start_date, INTERVAL N DAY) reach further back.',
    ],
  },
];
