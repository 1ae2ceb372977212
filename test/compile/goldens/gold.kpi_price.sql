-- view

CREATE OR REPLACE VIEW `gold.kpi_price` AS
SELECT label, price FROM `gold.totals`;

-- checks of the view

SELECT
  COUNT(*) AS judged,
  COUNTIF(`price` < NUMERIC '0') AS check_0
FROM (SELECT *, DATE '0001-01-01' AS _day FROM `gold.kpi_price`) AS placed;
