/** What somebody would write by hand for the same work, in one DuckDB script. */
export const SCRIPT = `
CREATE TEMP TABLE typed AS
SELECT *,
  CAST(occurred_at AT TIME ZONE 'UTC' AS DATE) AS business_date,
  transaction_id IS NOT NULL AND store_id IS NOT NULL AND occurred_at IS NOT NULL
    AND coalesce(amount >= 0, true) AND coalesce(quantity BETWEEN 1 AND 100, true) AS good
FROM (
  SELECT transaction_id, store_id, product_id, currency,
    TRY_CAST(occurred_at AS TIMESTAMPTZ) AS occurred_at,
    TRY_CAST(quantity AS BIGINT) AS quantity,
    TRY_CAST(amount AS DECIMAL(38, 9)) AS amount,
    _file, _generation, _line
  FROM bronze.transactions__raw
);
CREATE TEMP TABLE staged AS
SELECT *, row_number() OVER (PARTITION BY transaction_id, good ORDER BY occurred_at DESC) AS place FROM typed;
SELECT business_date, count(*), count(*) FILTER (good AND place = 1), count(*) FILTER (NOT good) FROM staged GROUP BY ALL;
BEGIN;
DELETE FROM silver.transactions;
INSERT INTO silver.transactions (business_date, transaction_id, store_id, product_id, occurred_at, quantity, amount, currency)
SELECT business_date, transaction_id, store_id, product_id, occurred_at, quantity, amount, currency
FROM staged WHERE good AND place = 1;
CREATE TABLE rejected AS SELECT * FROM staged WHERE NOT good;
COMMIT;
SELECT count(*) FROM (SELECT transaction_id FROM silver.transactions GROUP BY ALL HAVING count(*) > 1);
BEGIN;
DELETE FROM gold.store_daily;
INSERT INTO gold.store_daily (business_date, store_id, lines, units, revenue)
SELECT business_date, store_id, count(*), sum(quantity), sum(amount) FROM silver.transactions GROUP BY ALL;
COMMIT;
CHECKPOINT;
`;
