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

-- The instant of a local time. An hour that comes twice is the first one; ICU takes the second.
CREATE MACRO bq_to_ts(l, tz) AS
  CASE
    WHEN timezone(tz, timezone(tz, l) - INTERVAL 1 HOUR) = l THEN timezone(tz, l) - INTERVAL 1 HOUR
    WHEN timezone(tz, timezone(tz, l) - INTERVAL 30 MINUTE) = l THEN timezone(tz, l) - INTERVAL 30 MINUTE
    ELSE timezone(tz, l)
  END;

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

CREATE MACRO bq_ts2s(ts) AS bq_dt2s(timezone('UTC', ts)) || '+00';

CREATE MACRO bq_ts2s_tz(ts, tz) AS
  bq_dt2s(timezone(tz, ts)) || regexp_replace(bq_offset(ts, timezone(tz, ts), ':'), ':00$', '');
