-- INT64 -----------------------------------------------------------------------------------------------------------
CREATE MACRO bq_div_i(a, b) AS
  CASE WHEN b = 0 AND a IS NOT NULL THEN bq_raise('division by zero') WHEN b <> 0 THEN a // b END;

-- The remainder by -1 is 0 also of the smallest INT64, whose quotient is none.
CREATE MACRO bq_mod_i(a, b) AS
  CASE
    WHEN b = 0 AND a IS NOT NULL THEN bq_raise('division by zero')
    WHEN b = -1 THEN a - a
    WHEN b <> 0 THEN a % b
  END;

CREATE MACRO bq_mod_n(a, b) AS
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

-- q, the quotient as DOUBLE, is off by a few units in its last place: by less than 0.000002 q billionths. It rounds to the
-- same NUMERIC unless it lies that close to the middle of two, as all do from 250,000 on. Then, and where there is no
-- quotient, the slow way.
CREATE MACRO bq_div_n_near(a, b, q) AS
  CASE
    WHEN abs(q * 1e9 - round(q * 1e9)) < 0.5 - abs(q) * 2e-6 THEN CAST(q AS DECIMAL(38,9))
    WHEN b = 0 AND a IS NOT NULL THEN bq_raise('division by zero')
    WHEN b <> 0 THEN bq_div_n_exact(a, b)
  END;

-- x and y are a and b as DOUBLE; by zero their quotient is infinite, NaN or NULL, none of which is near.
CREATE MACRO bq_div_n(a, b, x, y) AS bq_div_n_near(a, b, x / y);

CREATE MACRO bq_average_n(total, n) AS
  CASE WHEN n > 0 THEN bq_div_n_exact(total, CAST(n AS DECIMAL(38,9))) END;

CREATE MACRO bq_trunc_n(x, p) AS CAST(x - x % CAST(p AS DECIMAL(38,9)) AS DECIMAL(38,9));

-- FLOAT64 ---------------------------------------------------------------------------------------------------------
-- r, computed from a and b: an error where it is infinite or NaN though they are finite.
CREATE MACRO bq_finite(r, a, b) AS
  CASE WHEN NOT isfinite(r) AND isfinite(a) AND isfinite(b) THEN bq_raise('floating point error') ELSE r END;

CREATE MACRO bq_div_f(a, b) AS
  CASE WHEN b = 0 AND a IS NOT NULL THEN bq_raise('division by zero') WHEN b <> 0 THEN bq_finite(a / b, a, b) END;

CREATE MACRO bq_ieee_divide(a, b) AS
  CASE
    WHEN b <> 0 OR a IS NULL OR b IS NULL THEN a / b
    WHEN a = 0 OR isnan(a) THEN CAST('nan' AS DOUBLE)
    WHEN (a > 0) = (CAST(b AS VARCHAR) = '0.0') THEN CAST('inf' AS DOUBLE)
    ELSE CAST('-inf' AS DOUBLE)
  END;

-- Comparison with NaN is false (and != true); DuckDB takes NaN for the greatest number and equal to itself.
CREATE MACRO bq_eq_f(a, b) AS (a = b AND NOT (isnan(a) AND isnan(b)));

CREATE MACRO bq_ne_f(a, b) AS (a <> b OR (isnan(a) AND isnan(b)));

CREATE MACRO bq_lt_f(a, b) AS (a < b AND NOT (isnan(b) AND a IS NOT NULL));

CREATE MACRO bq_le_f(a, b) AS (a <= b AND NOT (isnan(b) AND a IS NOT NULL));

CREATE MACRO bq_sign_f(x) AS CASE WHEN isnan(x) THEN x ELSE CAST(sign(x) AS DOUBLE) END;

-- NaN of minus infinity, an error of other numbers that have no logarithm.
CREATE MACRO bq_ln(x) AS
  CASE
    WHEN x > 0 OR isnan(x) THEN ln(x)
    WHEN isinf(x) THEN CAST('nan' AS DOUBLE)
    WHEN x <= 0 THEN bq_raise('logarithm of a number that is not positive')
  END;

CREATE MACRO bq_log10(x) AS
  CASE
    WHEN x > 0 OR isnan(x) THEN log10(x)
    WHEN isinf(x) THEN CAST('nan' AS DOUBLE)
    WHEN x <= 0 THEN bq_raise('logarithm of a number that is not positive')
  END;

-- NaN of infinity; DuckDB fails.
CREATE MACRO bq_sin(x) AS CASE WHEN isinf(x) THEN CAST('nan' AS DOUBLE) ELSE sin(x) END;

CREATE MACRO bq_cos(x) AS CASE WHEN isinf(x) THEN CAST('nan' AS DOUBLE) ELSE cos(x) END;

CREATE MACRO bq_tan(x) AS CASE WHEN isinf(x) THEN CAST('nan' AS DOUBLE) ELSE tan(x) END;

CREATE MACRO bq_asin(x) AS CASE WHEN isinf(x) THEN CAST('nan' AS DOUBLE) ELSE asin(x) END;

CREATE MACRO bq_acos(x) AS CASE WHEN isinf(x) THEN CAST('nan' AS DOUBLE) ELSE acos(x) END;

CREATE MACRO bq_exp(x) AS bq_finite(exp(x), x, x);

CREATE MACRO bq_pow(x, y) AS bq_finite(pow(x, y), x, y);

-- Half away from zero on the exact binary value: 2.675 is a little less than 2.675.
CREATE MACRO bq_round_f(x, n) AS
  CASE
    WHEN NOT isfinite(x) THEN x
    WHEN n < 0 OR abs(x) >= 1e15 THEN round(x, n)
    ELSE CAST(CAST(round(CAST(printf('%.30f', x) AS DECIMAL(38,20)), n) AS VARCHAR) AS DOUBLE)
  END;
