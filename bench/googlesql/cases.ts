/** Pairs of GoogleSQL and the DuckDB SQL that one would write by hand for it, over a million rows. */
export interface Case {
  readonly name: string;
  /** The ratio of generated to hand-written SQL that is allowed. */
  readonly limit: number;
  readonly googlesql: string;
  readonly byHand: string;
}

export const CASES: readonly Case[] = [
  {
    name: 'aggregation',
    limit: 1.3,
    googlesql:
      'SELECT store_id, COUNT(*) AS n, COUNTIF(qty > 5) AS big, SUM(qty) AS q, MAX(event_ts) AS t FROM `silver.sales` GROUP BY store_id',
    byHand:
      'SELECT store_id, count(*) n, count(*) FILTER (qty > 5) big, sum(qty)::BIGINT q, max(event_ts) t FROM silver.sales GROUP BY store_id',
  },
  {
    name: 'aggregation of NUMERIC',
    limit: 1.3,
    googlesql: 'SELECT store_id, SUM(amount) AS a, MIN(amount) AS m FROM `silver.sales` GROUP BY store_id',
    byHand:
      'SELECT store_id, sum(amount)::DECIMAL(38,9) a, min(amount) m FROM silver.sales GROUP BY store_id',
  },
  {
    name: 'join',
    limit: 1.3,
    googlesql:
      'SELECT s.region, COUNT(*) AS n, SUM(t.qty) AS q FROM `silver.sales` AS t JOIN `ref.store` AS s USING (store_id) GROUP BY s.region',
    byHand:
      'SELECT s.region, count(*) n, sum(t.qty)::BIGINT q FROM silver.sales t JOIN ref.store s USING (store_id) GROUP BY s.region',
  },
  {
    name: 'window',
    limit: 1.3,
    googlesql:
      'SELECT MAX(r) AS r, MAX(s) AS s FROM (SELECT ROW_NUMBER() OVER w AS r, SUM(qty) OVER w AS s FROM `silver.sales` WINDOW w AS (PARTITION BY store_id ORDER BY event_ts))',
    byHand:
      'SELECT max(r) r, max(s) s FROM (SELECT row_number() OVER w r, sum(qty) OVER w s FROM silver.sales WINDOW w AS (PARTITION BY store_id ORDER BY event_ts))',
  },
  {
    name: 'deduplication',
    limit: 1.3,
    googlesql:
      'SELECT COUNT(*) AS n FROM (SELECT tx_id FROM `silver.sales` QUALIFY ROW_NUMBER() OVER (PARTITION BY store_id, qty ORDER BY event_ts DESC) = 1)',
    byHand:
      'SELECT count(*) n FROM (SELECT tx_id FROM silver.sales QUALIFY row_number() OVER (PARTITION BY store_id, qty ORDER BY event_ts DESC) = 1)',
  },
  {
    name: 'NUMERIC arithmetic',
    limit: 2,
    googlesql: "SELECT SUM(amount * NUMERIC '1.2' - amount * qty) AS a FROM `silver.sales`",
    byHand:
      'SELECT sum((amount * 1.2::DECIMAL(38,9))::DECIMAL(38,9) - (amount * qty::DECIMAL(38,9))::DECIMAL(38,9))::DECIMAL(38,9) a FROM silver.sales',
  },
  {
    name: 'NUMERIC division',
    limit: 2,
    googlesql: 'SELECT SUM(SAFE_DIVIDE(amount, qty)) AS a FROM `silver.sales`',
    byHand: 'SELECT sum((amount / nullif(qty, 0))::DECIMAL(38,9))::DECIMAL(38,9) a FROM silver.sales',
  },
  {
    name: 'JSON_VALUE',
    limit: 3,
    googlesql:
      "SELECT COUNT(JSON_VALUE(payload, '$.customer.id')) AS n, MAX(JSON_VALUE(payload, '$.channel')) AS c FROM `silver.sales`",
    byHand: "SELECT count(payload ->> '$.customer.id') n, max(payload ->> '$.channel') c FROM silver.sales",
  },
  {
    name: 'regular expressions',
    limit: 3,
    googlesql:
      "SELECT COUNTIF(REGEXP_CONTAINS(tx_id, r'^t[0-9]+5$')) AS n, MAX(REGEXP_EXTRACT(tx_id, r'([0-9]+)')) AS m FROM `silver.sales`",
    byHand:
      "SELECT count(*) FILTER (regexp_matches(tx_id, '^t[0-9]+5$')) n, max(regexp_extract(tx_id, '([0-9]+)', 1)) m FROM silver.sales",
  },
  {
    name: 'timestamps with zones',
    limit: 3,
    googlesql:
      "SELECT DATE(event_ts, 'Europe/Paris') AS d, EXTRACT(HOUR FROM event_ts AT TIME ZONE 'Europe/Paris') AS h, COUNT(*) AS n FROM `silver.sales` GROUP BY d, h",
    byHand:
      "SELECT timezone('Europe/Paris', event_ts)::DATE d, hour(timezone('Europe/Paris', event_ts)) h, count(*) n FROM silver.sales GROUP BY d, h",
  },
  {
    name: 'local time to instants',
    limit: 3,
    googlesql: "SELECT MAX(TIMESTAMP(local_dt, 'Europe/Paris')) AS t FROM `silver.sales`",
    byHand: "SELECT max(timezone('Europe/Paris', local_dt)) t FROM silver.sales",
  },
  {
    name: 'casts of text',
    limit: 3,
    googlesql:
      'SELECT SUM(SAFE_CAST(raw_amount AS NUMERIC)) AS a, COUNT(SAFE_CAST(raw_ts AS TIMESTAMP)) AS t, COUNT(SAFE_CAST(raw_qty AS INT64)) AS q FROM `silver.sales`',
    byHand:
      'SELECT sum(try_cast(raw_amount AS DECIMAL(38,9)))::DECIMAL(38,9) a, count(try_cast(raw_ts AS TIMESTAMPTZ)) t, count(try_cast(raw_qty AS BIGINT)) q FROM silver.sales',
  },
];
