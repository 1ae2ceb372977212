CREATE MACRO bq_at_offset(l, i) AS
  CASE
    WHEN i >= 0 AND i < len(l) THEN list_extract(l, i + 1)
    WHEN l IS NOT NULL AND i IS NOT NULL THEN bq_raise('array index out of bounds')
  END;

CREATE MACRO bq_at_ordinal(l, i) AS
  CASE
    WHEN i >= 1 AND i <= len(l) THEN list_extract(l, i)
    WHEN l IS NOT NULL AND i IS NOT NULL THEN bq_raise('array index out of bounds')
  END;

CREATE MACRO bq_in_array(x, l) AS
  CASE
    WHEN len(l) = 0 OR l IS NULL THEN false
    WHEN x IS NULL THEN NULL
    WHEN list_contains(l, x) THEN true
    WHEN len(list_filter(l, lambda e: e IS NULL)) > 0 THEN NULL
    ELSE false
  END;

CREATE MACRO bq_date_array(a, b, s) AS
  list_transform(generate_series(CAST(a AS TIMESTAMP), CAST(b AS TIMESTAMP), s), lambda x: CAST(x AS DATE));

-- NULL only where an argument is: t, the text for NULL elements, also.
CREATE MACRO bq_array_to_string(l, d, t) AS
  CASE
    WHEN t IS NULL THEN array_to_string(l, d)
    ELSE array_to_string(list_transform(l, lambda e: coalesce(e, t)), d)
  END;

-- NaN equals nothing.
CREATE MACRO bq_in_array_f(x, l) AS bq_in_array(x, list_filter(l, lambda e: e IS NULL OR NOT isnan(e)));
