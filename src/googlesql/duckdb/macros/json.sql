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

CREATE MACRO bq_json_value(x, p) AS bq_js_json_value(x, p);

CREATE MACRO bq_json_query(x, p) AS bq_js_json_query(x, p);

CREATE MACRO bq_json_value_array(x, p) AS bq_js_json_value_array(x, p);
