/*---
description: >-
  Every line of every invoice, one row for each row of the file: sales, cancellations and services. Corrections of the
  stock and entries of the books are stopped by checks.
owner: online-sales
tags: [sales]
materialize: { as: incremental, partition_by: business_date, cluster_by: [stock_code, country] }
max_rejected: 1 # on some days nothing was sold, and the stock was corrected
columns:
  business_date: { description: Day of the invoice (Europe/London). }
  invoice_no:
    description: Number of the invoice.
    checks:
      - matches: { pattern: "^C?[0-9]{6}$", name: is_an_invoice, severity: quarantine }
  sold_at: { description: When the invoice was written. }
  hour: { description: "Local hour of the invoice, 0 to 23.", checks: [{ range: { min: 0, max: 23 } }] }
  stock_code:
    description: "Code of the product or service, in upper case."
    checks: [{ not_null: { severity: quarantine } }]
  description: { description: Name of the product without blanks around it. }
  quantity:
    description: Units sold; negative on cancellations.
    checks: [{ not_null: { severity: quarantine } }, { range: { min: -10000, max: 10000, severity: warn } }]
  unit_price: { description: Price of one unit in pounds sterling. }
  amount: { description: "quantity × unit_price, in pounds; negative on cancellations.", checks: [{ not_null: { severity: quarantine } }] }
  customer_id:
    description: Number of the customer; NULL when it is not known.
    checks: [{ matches: { pattern: "^[0-9]{5}$", severity: warn } }]
  country:
    description: "Country of the customer, in the shop's spelling."
    checks: [{ relationships: { to: ref.countries, field: country, severity: warn } }]
  is_cancellation: { description: The invoice takes back what an earlier one sold., checks: [not_null] }
  is_service: { description: "The line is a service, a fee or a voucher, not goods.", checks: [not_null] }
  service: { description: "What the service is, as in ref.service_codes; NULL for goods." }
checks:
  - expression: { sql: unit_price > 0, name: has_a_price, severity: quarantine }
  - expression: { sql: quantity > 0 OR is_cancellation, name: not_a_stock_correction, severity: quarantine }
  - expression: { sql: quantity < 0 OR NOT is_cancellation, name: cancellations_take_back, severity: quarantine }
  - expression:
      sql: is_service OR REGEXP_CONTAINS(stock_code, r'^(?:[0-9]{5}[A-Z]{0,2}|DCGS[0-9A-Z]+|PADS)$')
      name: known_kind_of_stock_code
      severity: warn
---*/
SELECT
  DATE(lines.InvoiceDate, 'Europe/London') AS business_date,
  lines.InvoiceNo AS invoice_no,
  lines.InvoiceDate AS sold_at,
  EXTRACT(HOUR FROM lines.InvoiceDate AT TIME ZONE 'Europe/London') AS hour,
  UPPER(lines.StockCode) AS stock_code,
  TRIM(lines.Description) AS description,
  lines.Quantity AS quantity,
  lines.UnitPrice AS unit_price,
  lines.Quantity * lines.UnitPrice AS amount,
  NULLIF(REGEXP_EXTRACT(lines.CustomerID, r'^[0-9]+'), '0') AS customer_id,
  lines.Country AS country,
  IFNULL(STARTS_WITH(lines.InvoiceNo, 'C'), FALSE) AS is_cancellation,
  services.code IS NOT NULL AS is_service,
  services.service,
  lines._source,
  lines._violations
FROM `bronze.online_retail` AS lines
LEFT JOIN `ref.service_codes` AS services
  ON services.code = UPPER(lines.StockCode)
WHERE lines._event_date >= @start_date AND lines._event_date < @end_date
