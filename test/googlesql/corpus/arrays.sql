-- example: unnest_offset
SELECT t.tx_id, pos, item.sku, item.qty * item.price AS line
FROM `silver.tx` AS t, UNNEST(t.items) AS item WITH OFFSET AS pos
ORDER BY tx_id, pos;

-- example: unnest_left
SELECT tx_id, tag FROM `silver.tx` LEFT JOIN UNNEST(tags) AS tag;

-- example: struct_access
SELECT
  meta.device,
  COUNT(*) AS n,
  SUM(meta.ver) AS v,
  STRUCT(1 AS a, 'x' AS b).b AS lit
FROM `silver.tx`
GROUP BY meta.device;

-- example: array_subquery
SELECT
  tx_id,
  ARRAY(SELECT UPPER(x) FROM UNNEST(tags) AS x WHERE x != '' ORDER BY x DESC)
    AS up,
  (SELECT SUM(i.qty) FROM UNNEST(items) AS i) AS q,
  EXISTS(SELECT 1 FROM UNNEST(tags) g WHERE g = 'promo') AS promo,
  'promo' IN UNNEST(tags) AS promo2,
  ARRAY_TO_STRING(tags, '|') AS joined
FROM `silver.tx`;

