/*---
description: Customers, invoices and revenue by country, over everything that was sold.
owner: online-sales
tags: [customers]
materialize: { as: table }
columns:
  country: { description: "Country, in the shop's spelling.", checks: [not_null] }
  country_name: { description: "English name; the shop's spelling where there is none." , checks: [not_null] }
  country_code: { description: Two letters of ISO 3166-1., checks: [{ matches: { pattern: "^[A-Z]{2}$", severity: warn } }] }
  customers: { description: Different customers among those that are known., checks: [not_null, { range: { min: 0 } }] }
  invoices: { description: "Invoices that sold something, cancellations not counted.", checks: [not_null] }
  anonymous_invoices: { description: Invoices among them without a known customer., checks: [not_null] }
  revenue: { description: "Goods and services minus what was taken back, in pounds.", checks: [not_null] }
  first_sale: { description: Day of the first invoice. }
  last_sale: { description: Day of the last invoice. }
checks:
  - unique: [country]
  - expression: { sql: anonymous_invoices <= invoices, name: anonymous_invoices_are_invoices }
reconcile:
  revenue:
    expected: SELECT IFNULL(SUM(amount), 0) FROM `silver.sales`
    actual: IFNULL(SUM(revenue), 0)
---*/
WITH countries AS (
  SELECT
    country,
    COUNT(DISTINCT customer_id) AS customers,
    COUNT(DISTINCT IF(is_cancellation, NULL, invoice_no)) AS invoices,
    COUNT(DISTINCT IF(is_cancellation OR customer_id IS NOT NULL, NULL, invoice_no)) AS anonymous_invoices,
    SUM(amount) AS revenue,
    MIN(business_date) AS first_sale,
    MAX(business_date) AS last_sale
  FROM `silver.sales`
  GROUP BY country
)
SELECT
  countries.country,
  COALESCE(names.country_name, countries.country) AS country_name,
  names.country_code,
  countries.customers,
  countries.invoices,
  countries.anonymous_invoices,
  countries.revenue,
  countries.first_sale,
  countries.last_sale
FROM countries
LEFT JOIN `ref.countries` AS names ON names.country = countries.country
