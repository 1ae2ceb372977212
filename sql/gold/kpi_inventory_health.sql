/*---
description: >-
  Stock by store, category and day: how often the shelf is empty, how long the stock lasts, how fast it turns, how much
  of it sells, and how much of it disappears.
owner: supply-chain
tags: [kpi, stock]
materialize: { as: view }
columns:
  business_date: { description: Business day at whose end the goods were counted. }
  store_id: { description: Number of the store. }
  store_name: { description: Name over the door on that day. }
  region_name: { description: Name of the region. }
  category: { description: Category of the products. }
  products: { description: Products that the store carries in the category. }
  stock_outs: { description: Products among them of which nothing was left. }
  stock_out_rate:
    description: stock_outs per product carried.
    checks: [{ range: { min: 0, max: 1, severity: warn } }]
  stock_value: { description: "Value of the counted stock at cost, in euros." }
  days_of_supply: { description: Days for which the counted units last at the pace of the last seven days; NULL without sales. }
  turnover: { description: "Times a year that the stock is sold: cost of sales of seven days, made a year, per mean stock value of these days." }
  sell_through:
    description: "Units sold in seven days per unit that could be sold: those sold and those still there."
    checks: [{ range: { max: 1, severity: warn } }]
  shrinkage_rate: { description: Units missing per unit in the books. }
  shrinkage_value: { description: "Value of the missing units at cost, in euros." }
  on_order: { description: Units that are ordered and not yet delivered. }
checks:
  - unique: { columns: [business_date, store_id, category], severity: warn }
kpi:
  time: business_date
  dimensions: [region_name, store_name, store_id, category]
  measures:
    stock_out_rate: { unit: ratio, better: down }
    days_of_supply: { unit: days, better: down }
    turnover: { unit: turns a year, better: up }
    sell_through: { unit: ratio, better: up }
    shrinkage_rate: { unit: ratio, better: down }
    stock_value: { unit: EUR, better: down }
---*/
WITH stock AS (
  SELECT
    business_date,
    store_id,
    category,
    COUNT(*) AS products,
    COUNTIF(is_stock_out) AS stock_outs,
    SUM(counted_quantity) AS counted_quantity,
    SUM(book_quantity) AS book_quantity,
    SUM(missing_quantity) AS missing_quantity,
    SUM(stock_value) AS stock_value,
    SUM(missing_value) AS missing_value,
    SUM(units_sold_7d) AS units_sold_7d,
    SUM(cost_of_sales_7d) AS cost_of_sales_7d,
    SUM(on_order) AS on_order
  FROM `gold.inventory_daily`
  GROUP BY business_date, store_id, category
),
averaged AS (
  SELECT
    *,
    AVG(stock_value) OVER (
      PARTITION BY store_id, category
      ORDER BY UNIX_DATE(business_date) RANGE BETWEEN 6 PRECEDING AND CURRENT ROW
    ) AS stock_value_7d
  FROM stock
)
SELECT
  averaged.business_date,
  averaged.store_id,
  stores.store_name,
  stores.region_name,
  averaged.category,
  averaged.products,
  averaged.stock_outs,
  SAFE_DIVIDE(averaged.stock_outs, averaged.products) AS stock_out_rate,
  averaged.stock_value,
  SAFE_DIVIDE(averaged.counted_quantity * 7, averaged.units_sold_7d) AS days_of_supply,
  ROUND(SAFE_DIVIDE(averaged.cost_of_sales_7d * 365, averaged.stock_value_7d * 7), 2) AS turnover,
  SAFE_DIVIDE(averaged.units_sold_7d, averaged.units_sold_7d + averaged.counted_quantity) AS sell_through,
  SAFE_DIVIDE(averaged.missing_quantity, averaged.book_quantity) AS shrinkage_rate,
  averaged.missing_value AS shrinkage_value,
  averaged.on_order
FROM averaged
LEFT JOIN `gold.store_daily` AS stores
  ON stores.store_id = averaged.store_id AND stores.business_date = averaged.business_date
