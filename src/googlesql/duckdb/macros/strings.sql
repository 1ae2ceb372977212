-- What BigQuery trims: all white space of Unicode.
CREATE MACRO bq_ws() AS
  chr(32) || chr(9) || chr(10) || chr(13) || chr(11) || chr(12) || chr(133) || chr(160) || chr(5760)
    || chr(8192) || chr(8193) || chr(8194) || chr(8195) || chr(8196) || chr(8197) || chr(8198) || chr(8199)
    || chr(8200) || chr(8201) || chr(8202) || chr(8232) || chr(8233) || chr(8239) || chr(8287) || chr(12288);

-- Letters that DuckDB maps as BigQuery does stay in DuckDB.
CREATE MACRO bq_lower(x) AS
  CASE WHEN regexp_full_match(x, '[\x00-\x{ff}]*') THEN lower(x) ELSE bq_js_lower(x) END;

CREATE MACRO bq_upper(x) AS
  CASE WHEN regexp_full_match(x, '[\x00-\x7f]*') THEN upper(x) ELSE bq_js_upper(x) END;

CREATE MACRO bq_initcap(x) AS bq_js_initcap(x);

CREATE MACRO bq_byte_length(x) AS CAST(octet_length(encode(x)) AS BIGINT);

-- By code point; DuckDB reverses by grapheme.
CREATE MACRO bq_reverse(x) AS array_to_string(list_reverse(regexp_extract_all(x, '(?s).')), '');

CREATE MACRO bq_split(x, d) AS
  CASE
    WHEN x IS NULL OR d IS NULL THEN NULL
    WHEN x = '' THEN ['']
    WHEN d = '' THEN regexp_extract_all(x, '(?s).')
    ELSE string_split(x, d)
  END;

CREATE MACRO bq_left(x, n) AS
  CASE WHEN n < 0 AND x IS NOT NULL THEN bq_raise('LEFT: negative length') ELSE left(x, n) END;

CREATE MACRO bq_right(x, n) AS
  CASE WHEN n < 0 AND x IS NOT NULL THEN bq_raise('RIGHT: negative length') ELSE right(x, n) END;

-- 0 is the first letter, negative counts from the end, before the start is the start.
CREATE MACRO bq_position(x, p) AS
  CASE
    WHEN p IS NULL THEN NULL
    WHEN p = 0 THEN 1
    WHEN p < 0 THEN greatest(length(x) + greatest(p, -2147483648) + 1, 1)
    ELSE least(p, 2147483647)
  END;

CREATE MACRO bq_substr2(x, p) AS substr(x, bq_position(x, p));

CREATE MACRO bq_substr3(x, p, n) AS
  CASE
    WHEN n IS NULL THEN NULL
    WHEN n < 0 AND x IS NOT NULL AND p IS NOT NULL THEN bq_raise('SUBSTR: negative length')
    ELSE substr(x, bq_position(x, p), least(greatest(n, 0), 2147483647))
  END;

CREATE MACRO bq_padding(x, n, p) AS
  CASE
    WHEN x IS NULL OR p IS NULL THEN NULL
    WHEN n < 0 THEN bq_raise('padding to a negative length')
    WHEN p = '' THEN bq_raise('padding with an empty text')
    WHEN length(x) >= n THEN ''
    ELSE lpad('', CAST(n - length(x) AS INTEGER), p)
  END;

CREATE MACRO bq_lpad(x, n, p) AS bq_padding(x, n, p) || left(x, n);

CREATE MACRO bq_rpad(x, n, p) AS left(x, n) || bq_padding(x, n, p);

CREATE MACRO bq_repeat(x, n) AS
  CASE WHEN n < 0 AND x IS NOT NULL THEN bq_raise('REPEAT: negative count') ELSE repeat(x, n) END;

CREATE MACRO bq_replace(x, a, b) AS CASE WHEN a = '' THEN x ELSE replace(x, a, b) END;

CREATE MACRO bq_ascii(x) AS
  CASE
    WHEN x = '' THEN 0
    WHEN unicode(x) > 127 THEN bq_raise('ASCII of another letter')
    ELSE CAST(unicode(x) AS BIGINT)
  END;

CREATE MACRO bq_unicode(x) AS CASE WHEN x = '' THEN 0 ELSE CAST(unicode(x) AS BIGINT) END;

CREATE MACRO bq_regexp_instr(x, p) AS
  CASE
    WHEN regexp_matches(x, p) THEN length(regexp_extract(x, '(?s:^(.*?))(?:' || p || ')', 1)) + 1
    WHEN x IS NOT NULL THEN 0
  END;

CREATE MACRO bq_fixed(p, x) AS
  CASE WHEN abs(x) >= 1e17 THEN bq_refuse('FORMAT of a FLOAT64 of 1e17 and more') ELSE printf(p, x) END;

CREATE MACRO bq_from_hex(x) AS
  CASE
    WHEN NOT regexp_full_match(x, '[0-9a-fA-F]*') THEN bq_raise('FROM_HEX of other than hexadecimal digits')
    WHEN length(x) % 2 = 1 THEN unhex('0' || x)
    ELSE unhex(x)
  END;

CREATE MACRO bq_farm(x) AS bq_js_farm(x);
