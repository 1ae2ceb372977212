-- INT64 -----------------------------------------------------------------------------------------------------------
CREATE MACRO bq_div_i(a, b) AS
  CASE WHEN b = 0 AND a IS NOT NULL THEN bq_raise('division by zero') WHEN b <> 0 THEN a // b END;

CREATE MACRO bq_mod(a, b) AS
  CASE WHEN b = 0 AND a IS NOT NULL THEN bq_raise('division by zero') WHEN b <> 0 THEN a % b END;

-- Rounds towards minus infinity; // rounds towards zero.
CREATE MACRO bq_floor_div(a, b) AS (a - ((a % b) + b) % b) // b;

-- NUMERIC ---------------------------------------------------------------------------------------------------------
CREATE MACRO bq_mul(a, b) AS CAST(a * b AS DECIMAL(38,9));

-- In billionths, an integer.
CREATE MACRO bq_scaled(x) AS CAST(x * 1000000000 AS HUGEINT);

-- Exact, half away from zero: DuckDB divides DECIMAL by DECIMAL as DOUBLE.
CREATE MACRO bq_div_n_exact(a, b) AS
  CAST(
    CAST(
      (CASE WHEN (a < 0) <> (b < 0) THEN -1 ELSE 1 END)
        * ((2 * abs(bq_scaled(a)) * 1000000000 + abs(bq_scaled(b))) // (2 * abs(bq_scaled(b))))
      AS DECIMAL(38,0)
    ) * 0.000000001 AS DECIMAL(38,9)
  );

CREATE MACRO bq_div_n(a, b) AS
  CASE WHEN b = 0 AND a IS NOT NULL THEN bq_raise('division by zero') WHEN b <> 0 THEN bq_div_n_exact(a, b) END;

CREATE MACRO bq_trunc_n(x, p) AS CAST(x - x % CAST(p AS DECIMAL(38,9)) AS DECIMAL(38,9));

-- FLOAT64 ---------------------------------------------------------------------------------------------------------
CREATE MACRO bq_finite(x) AS
  CASE WHEN isinf(x) OR isnan(x) THEN bq_raise('floating point error') ELSE x END;

CREATE MACRO bq_div_f(a, b) AS
  CASE WHEN b = 0 AND a IS NOT NULL THEN bq_raise('division by zero') WHEN b <> 0 THEN bq_finite(a / b) END;

CREATE MACRO bq_exp(x) AS bq_finite(exp(x));

CREATE MACRO bq_pow(x, y) AS bq_finite(pow(x, y));

-- Half away from zero on the exact binary value: 2.675 is a little less than 2.675.
CREATE MACRO bq_round_f(x, n) AS
  CASE
    WHEN n < 0 OR abs(x) >= 1e15 THEN round(x, n)
    ELSE CAST(CAST(round(CAST(printf('%.30f', x) AS DECIMAL(38,20)), n) AS VARCHAR) AS DOUBLE)
  END;
