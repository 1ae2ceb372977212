-- GoogleSQL's calendar ends at 9999-12-31, a common open end.
CREATE MACRO bq_d(x) AS
  CASE WHEN year(x) NOT BETWEEN 1 AND 9999 THEN bq_raise('DATE out of range') ELSE CAST(x AS DATE) END;

CREATE MACRO bq_dt(x) AS
  CASE WHEN year(x) NOT BETWEEN 1 AND 9999 THEN bq_raise('DATETIME out of range') ELSE x END;

CREATE MACRO bq_ts(x) AS
  CASE
    WHEN epoch_us(x) NOT BETWEEN -62135596800000000 AND 253402300799999999 THEN bq_raise('TIMESTAMP out of range')
    ELSE x
  END;

-- Civil time in UTC and back, by counting: DuckDB's way over time zones takes thirty times as long.
CREATE MACRO bq_utc(ts) AS make_timestamp(epoch_us(ts));

CREATE MACRO bq_of_utc(l) AS make_timestamptz(epoch_us(l));

-- The instant of a local time. An hour that comes twice is the first one; ICU takes the second, u. If the clock was
-- not changed in the three hours before u, there is no other. If it was set back by d, the other is u - d.
CREATE MACRO bq_earlier(u, micros) AS make_timestamptz(epoch_us(u) - micros);

CREATE MACRO bq_set_back(l, tz, u) AS
  epoch_us(timezone(tz, bq_earlier(u, 10800000000))) + 10800000000 - epoch_us(l);

CREATE MACRO bq_first_of(l, tz, u) AS
  CASE
    WHEN bq_set_back(l, tz, u) = 0 THEN u
    WHEN timezone(tz, bq_earlier(u, bq_set_back(l, tz, u))) = l THEN bq_earlier(u, bq_set_back(l, tz, u))
    ELSE u
  END;

CREATE MACRO bq_to_ts(l, tz) AS bq_first_of(l, tz, timezone(tz, l));

-- `+02:00`, from an instant and its local time.
CREATE MACRO bq_offset(ts, l, sep) AS
  (CASE WHEN epoch_us(l) < epoch_us(ts) THEN '-' ELSE '+' END)
    || printf('%02d', abs(epoch_us(l) - epoch_us(ts)) // 3600000000)
    || sep
    || printf('%02d', abs(epoch_us(l) - epoch_us(ts)) // 60000000 % 60);

-- As text: no fraction, three digits or six.
CREATE MACRO bq_fraction(l) AS
  CASE
    WHEN microsecond(l) % 1000000 = 0 THEN ''
    WHEN microsecond(l) % 1000 = 0 THEN strftime(l, '.%g')
    ELSE strftime(l, '.%f')
  END;

CREATE MACRO bq_dt2s(l) AS strftime(l, '%Y-%m-%d %H:%M:%S') || bq_fraction(l);

CREATE MACRO bq_ts2s(ts) AS bq_dt2s(bq_utc(ts)) || '+00';

CREATE MACRO bq_ts2s_tz(ts, tz) AS
  bq_dt2s(timezone(tz, ts)) || regexp_replace(bq_offset(ts, timezone(tz, ts), ':'), ':00$', '');
