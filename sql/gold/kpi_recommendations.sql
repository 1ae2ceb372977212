/*---
description: >-
  Products bought together: for each product the five that belong to it most, from the receipts of the last
  recommendation_days days of sales, with support, confidence and lift.
owner: retail-analytics
tags: [kpi, recommendations]
materialize: { as: view }
columns:
  business_date: { description: Last day of the receipts that were looked at. }
  product_id: { description: Product in the basket. }
  product_name: { description: Its name today. }
  recommended_product_id: { description: Product to be recommended beside it. }
  recommended_product_name: { description: Its name today. }
  rank: { description: "1 for the best recommendation of a product, by lift.", checks: [{ range: { min: 1, max: 5, severity: warn } }] }
  receipts: { description: Receipts that hold both. }
  support:
    description: Share of all receipts that hold both.
    checks: [{ range: { min: 0, max: 1, severity: warn } }]
  confidence:
    description: Share of the receipts with product_id that hold the recommended product, too.
    checks: [{ range: { min: 0, max: 1, severity: warn } }]
  lift: { description: "How many times more often both are bought together than chance would have it; above 1 they belong together." }
checks:
  - unique: { columns: [product_id, recommended_product_id], severity: warn }
  - expression: { sql: product_id != recommended_product_id, name: recommends_another_product, severity: warn }
kpi:
  time: business_date
  dimensions: [product_name, recommended_product_name, product_id, recommended_product_id]
  measures:
    support: { unit: ratio, better: up }
    confidence: { unit: ratio, better: up }
    lift: { unit: times, better: up }
---*/
WITH period AS (
  SELECT
    MAX(business_date) AS last_day,
    DATE_SUB(MAX(business_date), INTERVAL @var_recommendation_days DAY) AS day_before
  FROM `gold.product_affinity`
),
all_receipts AS (
  SELECT SUM(days.transactions) AS receipts
  FROM `gold.store_daily` AS days
  JOIN period ON days.business_date > period.day_before AND days.business_date <= period.last_day
),
pairs AS (
  SELECT affinity.product_a, affinity.product_b, SUM(affinity.receipts) AS receipts
  FROM `gold.product_affinity` AS affinity
  JOIN period ON affinity.business_date > period.day_before AND affinity.business_date <= period.last_day
  GROUP BY affinity.product_a, affinity.product_b
),
-- A pair recommends in both directions.
directed AS (
  SELECT product_a AS product_id, product_b AS recommended_product_id, receipts
  FROM pairs
  WHERE product_a != product_b AND receipts >= @var_recommendation_min_receipts
  UNION ALL
  SELECT product_b, product_a, receipts
  FROM pairs
  WHERE product_a != product_b AND receipts >= @var_recommendation_min_receipts
),
-- A product paired with itself says how many receipts hold it.
holding AS (
  SELECT product_a AS product_id, receipts
  FROM pairs
  WHERE product_a = product_b
),
measured AS (
  SELECT
    directed.product_id,
    directed.recommended_product_id,
    directed.receipts,
    SAFE_DIVIDE(directed.receipts, all_receipts.receipts) AS support,
    SAFE_DIVIDE(directed.receipts, bought.receipts) AS confidence,
    SAFE_DIVIDE(directed.receipts * all_receipts.receipts, bought.receipts * recommended.receipts) AS lift
  FROM directed
  JOIN holding AS bought ON bought.product_id = directed.product_id
  JOIN holding AS recommended ON recommended.product_id = directed.recommended_product_id
  CROSS JOIN all_receipts
),
ranked AS (
  SELECT
    *,
    ROW_NUMBER() OVER (
      PARTITION BY product_id ORDER BY lift DESC, receipts DESC, recommended_product_id
    ) AS rank
  FROM measured
)
SELECT
  period.last_day AS business_date,
  ranked.product_id,
  products.product_name,
  ranked.recommended_product_id,
  others.product_name AS recommended_product_name,
  ranked.rank,
  ranked.receipts,
  ranked.support,
  ranked.confidence,
  ranked.lift
FROM ranked
CROSS JOIN period
LEFT JOIN `silver.products` AS products
  ON products.product_id = ranked.product_id AND products.is_current
LEFT JOIN `silver.products` AS others
  ON others.product_id = ranked.recommended_product_id AND others.is_current
WHERE ranked.rank <= 5
