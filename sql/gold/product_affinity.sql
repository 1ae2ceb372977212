/*---
description: >-
  How many receipts of a day hold two products together. A product paired with itself counts the receipts that hold it.
  Counts of days can be summed over any period, so a day that changes is recomputed alone.
owner: retail-analytics
tags: [products, recommendations]
materialize: { as: incremental, partition_by: business_date, cluster_by: [product_a, product_b] }
columns:
  business_date: { description: Local day of the receipts (Europe/Paris). }
  product_a:
    description: The product with the smaller number.
    checks: [not_null]
  product_b:
    description: "The product with the greater number, or product_a itself."
    checks: [not_null]
  receipts:
    description: Receipts with a sold line of both products.
    checks: [not_null, { range: { min: 1 } }]
checks:
  - unique: [business_date, product_a, product_b]
  - expression: { sql: product_a <= product_b, name: each_pair_once }
reconcile:
  product_receipts:
    expected: >-
      SELECT business_date, COUNT(DISTINCT CONCAT(transaction_id, '|', product_id))
      FROM `silver.transactions`
      WHERE business_date >= @start_date AND business_date < @end_date AND NOT is_return
      GROUP BY business_date
    actual: SUM(IF(product_a = product_b, receipts, 0))
---*/
WITH baskets AS (
  SELECT DISTINCT business_date, transaction_id, product_id
  FROM `silver.transactions`
  WHERE business_date >= @start_date AND business_date < @end_date AND NOT is_return
)
SELECT
  a.business_date,
  a.product_id AS product_a,
  b.product_id AS product_b,
  COUNT(*) AS receipts
FROM baskets AS a
JOIN baskets AS b
  ON b.business_date = a.business_date AND b.transaction_id = a.transaction_id AND a.product_id <= b.product_id
GROUP BY a.business_date, a.product_id, b.product_id
