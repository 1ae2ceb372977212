/*---
description: The stores of the network and every change of their master data, from the daily full extracts.
owner: network-development
tags: [dimension]
materialize:
  as: scd2
  tracked: [store_name, region_code, city, opened_on, area_m2, opening_hour, closing_hour]
unique_key: { columns: [store_id] }
columns:
  store_id:
    description: Number of the store, S and two digits. Never given to another store.
    checks: [{ not_null: { severity: quarantine } }, { matches: { pattern: "^S[0-9]{2}$", severity: quarantine } }]
  store_name: { description: Name over the door. }
  region_code:
    description: Region, as in ref.regions.
    checks: [{ relationships: { to: ref.regions, field: region_code, severity: warn } }]
  city: { description: City in which the store stands. }
  opened_on: { description: First day on which the store sold. }
  area_m2:
    description: Sales area in square metres.
    checks: [{ range: { min: 10, max: 20000, severity: warn } }]
  opening_hour:
    description: Local hour at which the doors open, 0 to 23.
    checks: [{ range: { min: 0, max: 23, severity: quarantine } }]
  closing_hour:
    description: Local hour at which the doors close, 1 to 24.
    checks: [{ range: { min: 1, max: 24, severity: quarantine } }]
checks:
  - expression: { sql: opening_hour < closing_hour, name: opens_before_it_closes, severity: quarantine }
  - row_count: { min: 1, min_ratio: 0.8, severity: warn }
---*/
SELECT
  store_id,
  name AS store_name,
  region_code,
  city,
  opened_on,
  area_m2,
  opening_hour,
  closing_hour,
  _source,
  _violations
FROM `bronze.stores`
WHERE _event_date >= @start_date AND _event_date < @end_date
