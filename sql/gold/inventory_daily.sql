/*---
description: >-
  Stock of each product in each store at the end of the day, valued at the cost of that day, beside what was delivered
  that day and what was sold in the seven days to it.
owner: supply-chain
tags: [stock]
materialize: { as: incremental, partition_by: business_date, cluster_by: [store_id, product_id] }
lookback_days: { gold.product_daily: 6 }
columns:
  business_date: { description: Business day at whose end the goods were counted. }
  store_id:
    description: Number of the store.
    checks: [not_null]
  product_id:
    description: Number of the product.
    checks: [not_null]
  product_name: { description: Name of the product on that day. }
  category: { description: Category of the product on that day. }
  book_quantity: { description: Units that should be there by the books., checks: [not_null] }
  counted_quantity: { description: Units that were counted., checks: [not_null, { range: { min: 0 } }] }
  missing_quantity: { description: "Units of the books that were not found; negative when more was found than booked.", checks: [not_null] }
  on_order: { description: Units that are ordered and not yet delivered., checks: [not_null] }
  delivered_quantity: { description: Units delivered on that day., checks: [not_null, { range: { min: 0 } }] }
  units_sold_7d: { description: Units sold minus returned in the seven days to this one., checks: [not_null] }
  cost_of_sales_7d: { description: "Purchase cost of these units, in euros.", checks: [not_null] }
  unit_cost: { description: "Purchase cost of one unit on that day, in euros." }
  stock_value: { description: "counted_quantity × unit_cost, in euros." }
  missing_value: { description: "missing_quantity × unit_cost, in euros." }
  is_stock_out:
    description: Nothing was left on the shelf.
    checks: [not_null]
checks:
  - unique: [business_date, store_id, product_id]
  - expression: { sql: missing_quantity = book_quantity - counted_quantity, name: missing_is_books_minus_count }
  - row_count: { min_ratio: 0.8, severity: warn }
reconcile:
  counted_quantity:
    expected: >-
      SELECT business_date, SUM(counted_quantity) FROM `silver.inventory`
      WHERE business_date >= @start_date AND business_date < @end_date
      GROUP BY business_date
    actual: SUM(counted_quantity)
---*/
WITH stock AS (
  SELECT business_date, store_id, product_id, book_quantity, counted_quantity, on_order
  FROM `silver.inventory`
  WHERE business_date >= @start_date AND business_date < @end_date
),
delivered AS (
  SELECT business_date, store_id, product_id, SUM(quantity) AS quantity
  FROM `silver.deliveries`
  WHERE business_date >= @start_date AND business_date < @end_date
  GROUP BY business_date, store_id, product_id
),
sold AS (
  SELECT
    stock.business_date,
    stock.store_id,
    stock.product_id,
    SUM(sales.units_sold - sales.units_returned) AS units,
    SUM(sales.cost) AS cost
  FROM stock
  JOIN `gold.product_daily` AS sales
    ON sales.store_id = stock.store_id
    AND sales.product_id = stock.product_id
    AND sales.business_date BETWEEN DATE_SUB(stock.business_date, INTERVAL 6 DAY) AND stock.business_date
  WHERE sales.business_date >= DATE_SUB(@start_date, INTERVAL 6 DAY) AND sales.business_date < @end_date
  GROUP BY stock.business_date, stock.store_id, stock.product_id
)
SELECT
  stock.business_date,
  stock.store_id,
  stock.product_id,
  products.product_name,
  products.category,
  stock.book_quantity,
  stock.counted_quantity,
  stock.book_quantity - stock.counted_quantity AS missing_quantity,
  stock.on_order,
  IFNULL(delivered.quantity, 0) AS delivered_quantity,
  IFNULL(sold.units, 0) AS units_sold_7d,
  IFNULL(sold.cost, 0) AS cost_of_sales_7d,
  products.unit_cost,
  stock.counted_quantity * products.unit_cost AS stock_value,
  (stock.book_quantity - stock.counted_quantity) * products.unit_cost AS missing_value,
  stock.counted_quantity = 0 AS is_stock_out
FROM stock
LEFT JOIN delivered
  ON delivered.business_date = stock.business_date
  AND delivered.store_id = stock.store_id
  AND delivered.product_id = stock.product_id
LEFT JOIN sold
  ON sold.business_date = stock.business_date
  AND sold.store_id = stock.store_id
  AND sold.product_id = stock.product_id
-- The product as it was at the end of the day.
LEFT JOIN `silver.products` AS products
  ON products.product_id = stock.product_id
  AND products.valid_from < TIMESTAMP(DATE_ADD(stock.business_date, INTERVAL 1 DAY), 'Europe/Paris')
  AND products.valid_to >= TIMESTAMP(DATE_ADD(stock.business_date, INTERVAL 1 DAY), 'Europe/Paris')
