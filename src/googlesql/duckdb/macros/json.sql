CREATE MACRO bq_json_quote(x) AS bq_js_quote(x);

-- Beyond 2^53 an INT64 is a JSON string.
CREATE MACRO bq_json_int(x) AS
  CASE
    WHEN abs(CAST(x AS HUGEINT)) > 9007199254740992 THEN '"' || CAST(x AS VARCHAR) || '"'
    ELSE CAST(x AS VARCHAR)
  END;

CREATE MACRO bq_json_num(x) AS
  CASE WHEN x = trunc(x) AND abs(x) <= 9007199254740992 THEN bq_n2s(x) ELSE '"' || bq_n2s(x) || '"' END;

CREATE MACRO bq_json_float(x) AS
  CASE WHEN isnan(x) OR isinf(x) THEN bq_refuse('TO_JSON_STRING of infinity or NaN') ELSE bq_f2s(x) END;

-- DuckDB reads JSON faster than JavaScript, but takes NaN and infinity, and reads pairs of escaped surrogates. Text that
-- may have one of these goes the slow way. CASE, since DuckDB computes all of AND and OR: the pattern is dear, and
-- nearly no text holds these letters.
CREATE MACRO bq_json_is_lax(x) AS
  CASE
    WHEN contains(lower(x), 'nan') OR contains(lower(x), 'inf') OR contains(x, '\u')
      THEN regexp_matches(x, '(?:^|[:,\[])\s*-?[nNiI][^u]|\\u[dD]')
    ELSE false
  END;

-- DuckDB's answer where it is surely BigQuery's: text, a boolean or an integer of at most 15 digits. Other numbers are
-- spelled anew by DuckDB, objects and arrays are no scalars; these give NULL here.
CREATE MACRO bq_json_value_fast(x, p) AS
  list_extract(
    regexp_extract_all(TRY(json_extract_string(x, p)), '(?s)^(?:[^-0-9{\[].*|[1-9][0-9]{0,14}|0)$'), 1
  );

CREATE MACRO bq_json_value_slow(x, p) AS
  CASE
    WHEN x IS NULL THEN NULL
    WHEN bq_json_is_lax(x) THEN bq_js_json_value(x, p)
    WHEN json_valid(x) AND NOT json_exists(x, p) THEN NULL
    ELSE bq_js_json_value(x, p)
  END;

CREATE MACRO bq_json_value(x, p) AS
  coalesce(CASE WHEN NOT bq_json_is_lax(x) THEN bq_json_value_fast(x, p) END, bq_json_value_slow(x, p));

CREATE MACRO bq_json_query(x, p) AS bq_js_json_query(x, p);

CREATE MACRO bq_json_value_array(x, p) AS bq_js_json_value_array(x, p);

CREATE MACRO bq_json_query_array(x, p) AS bq_js_json_query_array(x, p);
