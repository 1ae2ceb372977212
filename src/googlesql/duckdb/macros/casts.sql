-- bq_s2x: text to x, NULL where it is none. Patterns are as strict as BigQuery's parsers.
CREATE MACRO bq_n2s(x) AS regexp_replace(CAST(x AS VARCHAR), '\.?0+$', '');

-- The shortest of 15 and 17 digits that reads back as the same number.
CREATE MACRO bq_f2s(x) AS
  CASE
    WHEN x = 0 THEN '0'
    WHEN isnan(x) THEN 'nan'
    WHEN isinf(x) THEN CASE WHEN x > 0 THEN 'inf' ELSE '-inf' END
    WHEN CAST(printf('%.15g', x) AS DOUBLE) = x THEN printf('%.15g', x)
    ELSE printf('%.17g', x)
  END;

CREATE MACRO bq_hex2i(x) AS
  CASE
    WHEN contains(x, '-') THEN - TRY_CAST(replace(trim(x, bq_ws()), '-', '') AS BIGINT)
    ELSE TRY_CAST(replace(trim(x, bq_ws()), '+', '') AS BIGINT)
  END;

CREATE MACRO bq_s2i(x) AS
  CASE
    WHEN regexp_full_match(x, '\s*[+-]?[0-9]+\s*') THEN TRY_CAST(trim(x, bq_ws()) AS BIGINT)
    WHEN regexp_full_match(x, '\s*[+-]?0[xX][0-9a-fA-F]+\s*') THEN bq_hex2i(x)
  END;

CREATE MACRO bq_s2f(x) AS
  CASE
    WHEN regexp_full_match(x, '\s*[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?\s*')
      THEN TRY_CAST(trim(x, bq_ws()) AS DOUBLE)
    WHEN regexp_full_match(x, '(?i)\s*[+-]?(inf|infinity|nan)\s*')
      THEN TRY_CAST(lower(replace(trim(x, bq_ws()), '+', '')) AS DOUBLE)
    WHEN regexp_full_match(x, '(?i)\s*[+-]?0x[0-9a-f.].*') THEN bq_refuse('FLOAT64 from hexadecimal text')
  END;

CREATE MACRO bq_s2n(x) AS
  CASE
    WHEN regexp_full_match(x, '\s*[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?\s*')
      THEN TRY_CAST(trim(x, bq_ws()) AS DECIMAL(38,9))
  END;

CREATE MACRO bq_s2b(x) AS CASE lower(x) WHEN 'true' THEN true WHEN 'false' THEN false END;

CREATE MACRO bq_s2d(x) AS
  CASE WHEN regexp_full_match(x, '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}') THEN TRY_CAST(x AS DATE) END;

CREATE MACRO bq_fractional(t) AS
  CASE WHEN t = '' THEN '0:0:0.0' WHEN ends_with(t, '.') THEN t || '0' WHEN contains(t, '.') THEN t ELSE t || '.0' END;

CREATE MACRO bq_civil(d, t) AS
  CASE
    WHEN contains(t, ':60') THEN bq_refuse('leap second text')
    ELSE try_strptime(d || ' ' || bq_fractional(t), '%Y-%m-%d %H:%M:%S.%f')
  END;

CREATE MACRO bq_s2dt(x) AS
  CASE
    WHEN regexp_full_match(x, '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([ Tt][0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(\.[0-9]{0,6})?)?')
      THEN bq_civil(regexp_extract(x, '^[0-9-]+'), regexp_extract(x, '[ Tt](.*)$', 1))
  END;

-- Date, time, sign, hours and minutes of the zone, name of the zone.
CREATE MACRO bq_ts_parts(x) AS
  regexp_extract(
    x,
    '^([0-9]{4}-[0-9]{1,2}-[0-9]{1,2})(?:[ Tt]([0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(?:\.[0-9]{0,6})?)(?:[Zz]|([+-])([0-9]{1,2})(?::?([0-9]{2}))?| ([A-Za-z]+(?:/[A-Za-z_]+)*))?)?$',
    ['d', 't', 's', 'h', 'm', 'z']
  );

CREATE MACRO bq_zone_minutes(p) AS
  CAST(p.h AS INTEGER) * 60 + CAST(coalesce(nullif(p.m, ''), '0') AS INTEGER);

CREATE MACRO bq_ts_from_parts(p) AS
  CASE
    WHEN p.d = '' THEN NULL
    WHEN p.z <> '' THEN bq_to_ts(bq_civil(p.d, p.t), p.z)
    WHEN p.s = '' THEN bq_of_utc(bq_civil(p.d, p.t))
    WHEN bq_zone_minutes(p) <= 840 AND coalesce(nullif(p.m, ''), '0')::INT < 60
      THEN bq_of_utc(bq_civil(p.d, p.t)) - to_minutes((p.s || '1')::INT * bq_zone_minutes(p))
  END;

-- DuckDB reads the usual form itself, and much faster than by parts; the form leaves out what the two read differently.
CREATE MACRO bq_usual_ts(x) AS
  regexp_full_match(
    x,
    '(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}[ T](?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,6})?(?:Z|[+-](?:0[0-9]|1[0-3])(?::?[0-5][0-9])?)?'
  );

CREATE MACRO bq_s2ts(x) AS
  CASE WHEN bq_usual_ts(x) THEN TRY_CAST(x AS TIMESTAMPTZ) ELSE bq_ts_from_parts(bq_ts_parts(x)) END;

CREATE MACRO bq_f2i(x) AS TRY_CAST(round(x) AS BIGINT);

CREATE MACRO bq_n2i(x) AS TRY_CAST(round(x) AS BIGINT);

CREATE MACRO bq_f2n(x) AS TRY_CAST(printf('%.30f', x) AS DECIMAL(38,9));
