-- How a macro fails. bq_raise becomes NULL under SAFE; bq_refuse never does: the value is outside of the subset.
CREATE MACRO bq_raise(m) AS error(m);

CREATE MACRO bq_refuse(m) AS error('outside of the supported GoogleSQL subset: ' || m);

-- y, which is NULL where x does not convert; then an error.
CREATE MACRO bq_must(x, y, m) AS
  CASE WHEN x IS NOT NULL AND y IS NULL THEN bq_raise(m || ': ' || x) ELSE y END;
