-- function

CREATE OR REPLACE FUNCTION `fn.net`(gross NUMERIC) AS (gross / 1.2);
