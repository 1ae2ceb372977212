-- Values of the type JSON: DuckDB's JSON holds the one spelling that scalar/json-type.ts gives a value.

CREATE MACRO bq_parse_json(x, wide) AS
  CAST(bq_must(x, bq_js_json_parse(x, wide), 'Invalid input to PARSE_JSON') AS JSON);

-- From the text that TO_JSON makes.
CREATE MACRO bq_to_json(x) AS CAST(bq_js_json_parse(x, 'round') AS JSON);

CREATE MACRO bq_json_to_json_float(x) AS
  CASE
    WHEN isnan(x) THEN '"NaN"'
    WHEN isinf(x) THEN CASE WHEN x > 0 THEN '"Infinity"' ELSE '"-Infinity"' END
    -- Without the sign of zero.
    ELSE CAST(x + 0 AS VARCHAR)
  END;

CREATE MACRO bq_json_at(x, p) AS CAST(bq_js_json_at(CAST(x AS VARCHAR), p) AS JSON);

CREATE MACRO bq_json_member(x, name) AS CAST(bq_js_json_member(CAST(x AS VARCHAR), name) AS JSON);

CREATE MACRO bq_json_item(x, i) AS
  CASE WHEN i >= 0 THEN CAST(bq_js_json_at(CAST(x AS VARCHAR), '$[' || i || ']') AS JSON) END;

CREATE MACRO bq_json_items(x, p) AS CAST(bq_js_json_items(CAST(x AS VARCHAR), p) AS JSON[]);

CREATE MACRO bq_json_scalar(x, p) AS bq_js_json_value(CAST(x AS VARCHAR), p);

CREATE MACRO bq_json_scalars(x, p) AS bq_js_json_value_array(CAST(x AS VARCHAR), p);

CREATE MACRO bq_json_type(x) AS
  CASE left(CAST(x AS VARCHAR), 1)
    WHEN '{' THEN 'object'
    WHEN '[' THEN 'array'
    WHEN '"' THEN 'string'
    WHEN 't' THEN 'boolean'
    WHEN 'f' THEN 'boolean'
    WHEN 'n' THEN 'null'
    ELSE CASE WHEN x IS NOT NULL THEN 'number' END
  END;

CREATE MACRO bq_json_string(x) AS
  CASE bq_json_type(x)
    WHEN 'string' THEN bq_js_json_value(CAST(x AS VARCHAR), '$')
    ELSE CASE WHEN x IS NOT NULL THEN bq_raise('The provided JSON input is not a string') END
  END;

CREATE MACRO bq_json_bool(x) AS
  CASE CAST(x AS VARCHAR)
    WHEN 'true' THEN true
    WHEN 'false' THEN false
    ELSE CASE WHEN x IS NOT NULL THEN bq_raise('The provided JSON input is not a boolean') END
  END;

CREATE MACRO bq_json_float64(x) AS
  CASE bq_json_type(x)
    WHEN 'number' THEN CAST(CAST(x AS VARCHAR) AS DOUBLE)
    ELSE CASE WHEN x IS NOT NULL THEN bq_raise('The provided JSON input is not a number') END
  END;

-- A whole number, also when it is written with a point or an exponent; NULL where it is none of 64 bits.
CREATE MACRO bq_json_whole(t) AS
  CASE
    WHEN regexp_full_match(t, '-?[0-9]+') THEN TRY_CAST(t AS BIGINT)
    WHEN TRY_CAST(t AS DOUBLE) = trunc(TRY_CAST(t AS DOUBLE)) THEN TRY_CAST(TRY_CAST(t AS DOUBLE) AS BIGINT)
  END;

CREATE MACRO bq_json_int64(x) AS
  bq_must(
    CAST(x AS VARCHAR),
    CASE WHEN bq_json_type(x) = 'number' THEN bq_json_whole(CAST(x AS VARCHAR)) END,
    'The provided JSON input is not an integer'
  );

CREATE MACRO bq_json_lax_string(x) AS
  CASE
    WHEN bq_json_type(x) <> 'number' THEN bq_json_scalar(x, '$')
    WHEN regexp_full_match(CAST(x AS VARCHAR), '-?[0-9]+') THEN CAST(x AS VARCHAR)
    ELSE bq_f2s(CAST(CAST(x AS VARCHAR) AS DOUBLE))
  END;

CREATE MACRO bq_json_lax_bool(x) AS
  CASE bq_json_type(x)
    WHEN 'boolean' THEN CAST(x AS VARCHAR) = 'true'
    WHEN 'number' THEN CAST(CAST(x AS VARCHAR) AS DOUBLE) <> 0
    WHEN 'string'
      THEN CASE lower(CAST(x AS VARCHAR)) WHEN '"true"' THEN true WHEN '"false"' THEN false END
  END;
