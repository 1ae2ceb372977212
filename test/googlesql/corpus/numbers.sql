-- example: safe_divide
SELECT
  store_id,
  SAFE_DIVIDE(SUM(amount), COUNT(*)) AS a,
  SAFE_DIVIDE(SUM(qty), COUNT(amount)) AS b,
  SAFE_DIVIDE(SUM(discount), 0) AS c,
  IEEE_DIVIDE(SUM(qty), 0) AS d
FROM `silver.tx`
GROUP BY store_id;

-- example: numeric_math
SELECT
  tx_id,
  amount * 1.2 AS ttc,
  amount * qty AS ext,
  amount / 3 AS third,
  amount / 7.0 AS sev,
  ROUND(amount, 2) AS r2,
  ROUND(amount) AS r0,
  ROUND(amount, -1) AS rm1,
  TRUNC(amount, 1) AS t1,
  CEIL(amount) AS c,
  FLOOR(amount) AS f,
  ABS(amount) AS a,
  SIGN(amount) AS s,
  -amount AS neg,
  MOD(amount, 3) AS md
FROM `silver.tx`;

-- example: int_math
SELECT
  tx_id,
  DIV(qty, 2) AS d,
  MOD(qty, 3) AS m,
  qty / 2 AS q,
  qty * 1000000000 * 3 AS big,
  ROUND(qty / 2) AS r,
  CAST(qty / 2 AS INT64) AS ci,
  SAFE_DIVIDE(qty, qty - 1) AS sd,
  POW(qty, 2) AS p,
  qty & 1 AS odd,
  GREATEST(qty, 2, NULL) AS g,
  LEAST(qty, 2) AS l
FROM `silver.tx`;

-- example: float_math
SELECT
  tx_id,
  discount * 3 AS t,
  0.1 + 0.2 AS f,
  ROUND(discount, 1) AS r,
  CAST(discount AS INT64) AS i,
  CAST(2.5 AS INT64) AS i2,
  CAST(discount AS NUMERIC) AS n,
  1 / 3 AS third,
  SQRT(ABS(discount)) AS sq,
  LN(2) AS l,
  SAFE.LN(discount) AS sl,
  EXP(1) AS e,
  IS_NAN(discount) AS nan
FROM `silver.tx`;

-- example: div_zero_error
SELECT 1 / (qty - qty) AS boom FROM `silver.tx` WHERE qty IS NOT NULL;

-- example: overflow_error
SELECT 9223372036854775807 + qty AS boom FROM `silver.tx` WHERE qty = 1;

