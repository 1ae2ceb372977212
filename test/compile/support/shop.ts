/** A small project in memory: a shop's sales, from one file source to one KPI view. */
export type Files = Readonly<Record<string, string>>;

const ECLUSE = `name: shop
time_zone: Europe/Paris
start: 2026-01-01
pipelines:
  nightly:
    select: ["silver.*", "gold.*"]
    triggers: [{ cron: "0 3 * * *" }]
vars: { least_amount: 0 }
`;

const SALES_CONTRACT = `apiVersion: v3.1.0
kind: DataContract
id: shop-sales
name: sales
version: 1.0.0
status: active
description: { purpose: Every sale. }
servers:
  - { server: landing, type: local, path: sales/, format: csv }
schema:
  - name: sales
    properties:
      - { name: sale_id, logicalType: string, required: true, primaryKey: true }
      - { name: sold_at, logicalType: timestamp, required: true }
      - { name: shop_id, logicalType: string }
      - { name: amount, logicalType: number }
customProperties:
  - { property: eventTime, value: { column: sold_at } }
  - { property: drift, value: keep_extra }
  - { property: delivery, value: { mode: append } }
`;

const SALES = `/*---
description: Sales, one row each.
materialize: { as: incremental, partition_by: business_date }
unique_key: { columns: [sale_id] }
columns:
  amount: { description: In euros, checks: [not_null] }
checks:
  - unique: [sale_id]
---*/
SELECT
  DATE(sold_at, 'Europe/Paris') AS business_date,
  sale_id,
  shop_id,
  amount,
  _source,
  _violations
FROM \`bronze.sales\`
WHERE _event_date >= @start_date AND _event_date < @end_date
`;

const DAILY = `/*---
description: Revenue of each day.
materialize: { as: incremental, partition_by: business_date }
checks:
  - row_count: { min: 1 }
---*/
SELECT business_date, SUM(amount) AS revenue
FROM \`silver.sales\`
WHERE business_date >= @start_date AND business_date < @end_date AND amount >= @var_least_amount
GROUP BY business_date
`;

const KPI = `/*---
description: Revenue, for everybody.
checks:
  - range: { column: revenue, min: 0 }
---*/
SELECT business_date, revenue FROM \`gold.daily\`
`;

export const SHOP: Files = {
  'ecluse.yaml': ECLUSE,
  'contracts/sales.yaml': SALES_CONTRACT,
  'sql/silver/sales.sql': SALES,
  'sql/gold/daily.sql': DAILY,
  'sql/gold/kpi_revenue.sql': KPI,
  'reference/regions.csv': 'code,region\nN,North\nS,South\n',
};

/** `edit`: a text of a file and what stands there instead; `file`: a whole file, null for none. */
export type Change =
  | { readonly edit: string; readonly from: string; readonly to: string }
  | { readonly file: string; readonly text: string | null };

/** The shop with changes. An edit that finds nothing is a defect of the test. */
export function shopWith(changes: readonly Change[], files: Files = SHOP): Files {
  return changes.reduce<Files>((before, change) => {
    if ('file' in change) return withFile(before, change.file, change.text);
    const text = before[change.edit] ?? '';
    if (!text.includes(change.from)) throw new Error(`${change.edit} does not hold ${change.from}`);
    return withFile(
      before,
      change.edit,
      text.replace(change.from, () => change.to),
    );
  }, files);
}

function withFile(files: Files, file: string, text: string | null): Files {
  const { [file]: _before, ...others } = files;
  return text === null ? others : { ...others, [file]: text };
}
