/*---
description: How much of customers, invoices and revenue each country brings, the greatest first.
owner: online-sales
tags: [kpi, customers]
materialize: { as: view }
columns:
  last_sale: { description: Day of the country's last invoice. }
  country_name: { description: English name. }
  rank: { description: 1 for the country with most revenue. }
  customers: { description: Different customers among those that are known. }
  invoices: { description: "Invoices that sold something, cancellations not counted." }
  revenue: { description: "Goods and services minus what was taken back, in pounds." }
  revenue_share: { description: Share of the revenue of all countries., checks: [{ range: { max: 1, severity: warn } }] }
  revenue_per_invoice: { description: "Revenue per invoice, in pounds; NULL without invoices." }
checks:
  - unique: { columns: [country_name], severity: warn }
kpi:
  time: last_sale
  dimensions: [country_name]
  measures:
    customers: { unit: customers, better: up }
    revenue: { unit: GBP, better: up }
    revenue_share: { unit: ratio }
    revenue_per_invoice: { unit: GBP, better: up }
---*/
SELECT
  last_sale,
  country_name,
  ROW_NUMBER() OVER (ORDER BY revenue DESC, country_name) AS rank,
  customers,
  invoices,
  revenue,
  SAFE_DIVIDE(revenue, SUM(revenue) OVER ()) AS revenue_share,
  ROUND(SAFE_DIVIDE(revenue, invoices), 2) AS revenue_per_invoice
FROM `gold.customers_by_country`
