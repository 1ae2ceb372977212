-- table: silver.tx
SELECT * FROM UNNEST(ARRAY<STRUCT<tx_id STRING, store_id STRING, customer_id STRING, event_ts TIMESTAMP, local_dt DATETIME, business_date DATE, channel STRING, amount NUMERIC, qty INT64, discount FLOAT64, is_return BOOL, payload STRING, items ARRAY<STRUCT<sku STRING, qty INT64, price NUMERIC>>, tags ARRAY<STRING>, meta STRUCT<device STRING, ver INT64>>>[
 ('t01','S1','C1',TIMESTAMP '2026-03-28 22:30:00+00',DATETIME '2026-03-28 23:30:00',DATE '2026-03-28','web',NUMERIC '10.10',1,0.1,FALSE,'{"a":{"b":"x"},"n":1.50,"arr":[1,2],"t":true,"z":null}',[('A1',1,NUMERIC '10.10')],['promo','new'],('ios',3)),
 ('t02','S1','C2',TIMESTAMP '2026-03-28 23:30:00+00',DATETIME '2026-03-29 00:30:00',DATE '2026-03-29','store',NUMERIC '2.345',2,0.25,FALSE,'{"a":{"b":"é\\u00e9"}}',[('A1',1,NUMERIC '1.1'),('B2',1,NUMERIC '1.245')],[],('android',1)),
 ('t03','S1','C1',TIMESTAMP '2026-03-29 00:30:00+00',DATETIME '2026-03-29 01:30:00',DATE '2026-03-29','store',NUMERIC '-2.345',-2,0.0,TRUE,NULL,[],['refund'],(NULL,NULL)),
 ('t04','S2','C3',TIMESTAMP '2026-03-29 01:00:00+00',DATETIME '2026-03-29 03:00:00',DATE '2026-03-29','web',NUMERIC '100',3,0.5,FALSE,'not json',[('C3',3,NUMERIC '33.333333333')],['promo',''],('ios',4)),
 ('t05','S2',NULL,TIMESTAMP '2026-03-29 21:59:59.999999+00',DATETIME '2026-03-29 23:59:59.999999',DATE '2026-03-29',NULL,NULL,NULL,NULL,NULL,'{"a":"scalar"}',[],[],NULL),
 ('t06','S2','C3',TIMESTAMP '2026-10-24 22:30:00+00',DATETIME '2026-10-25 00:30:00',DATE '2026-10-25','web',NUMERIC '0.005',1,-1.5,FALSE,'{"a":{"b":7}}',[('A1',5,NUMERIC '0.001')],['x'],('web',9)),
 ('t07','S3','C4',TIMESTAMP '2026-10-25 00:30:00+00',DATETIME '2026-10-25 02:30:00',DATE '2026-10-25','store',NUMERIC '999999999999.999999999',7,2.5,FALSE,'[]',[('D4',7,NUMERIC '142857142857.142857142')],['Été'],('ios',3)),
 ('t08','S3','C4',TIMESTAMP '2026-10-25 01:30:00+00',DATETIME '2026-10-25 02:30:00',DATE '2026-10-25','store',NUMERIC '-0.015',4,3.5,TRUE,'{}',[('E5',2,NUMERIC '-0.0075'),('A1',2,NULL)],['a','b','c'],('ios',NULL)),
 ('t09','S3','C1',TIMESTAMP '2026-12-31 23:30:00+00',DATETIME '2027-01-01 00:30:00',DATE '2027-01-01','web',NUMERIC '19.99',1,1e15,FALSE,'{"a":{"b":""}}',[('A1',1,NUMERIC '19.99')],['promo'],('web',2)),
 ('t10','S1','C2',TIMESTAMP '2024-02-29 12:00:00+00',DATETIME '2024-02-29 13:00:00',DATE '2024-02-29','call-center',NUMERIC '5',5,0.1,FALSE,'{"a":{"b":null}}',[('B2',5,NUMERIC '1')],['promo','vip'],('ios',3))]);

-- table: bronze.raw_tx
SELECT * FROM UNNEST(ARRAY<STRUCT<raw_id STRING, raw_amount STRING, raw_qty STRING, raw_ts STRING, raw_date STRING, raw_name STRING, raw_email STRING, raw_flag STRING, loaded_at TIMESTAMP, file_name STRING>>[
 ('1','12.50','3','2026-03-29 02:30:00','2026-03-29','  Éclair ☕ ','Jean.DUPONT@Example.COM','true',TIMESTAMP '2026-03-30 01:00:00+00','pos_20260329_S1.csv'),
 ('1','12.55','3','2026-03-29 02:30:00','2026-03-29','Éclair ☕','jean.dupont@example.com','TRUE',TIMESTAMP '2026-03-30 02:00:00+00','pos_20260329_S1_v2.csv'),
 ('2','abc','2.5','2026-02-30 10:00:00','2026-02-30','o\'neill-smith','bad-email','yes',TIMESTAMP '2026-03-30 01:00:00+00','pos_20260329_S2.csv'),
 ('3','','-7','','','e\u0301te\u0301','x+y@z.io','false',TIMESTAMP '2026-03-30 01:00:00+00','web/orders_20260329.json'),
 ('4',NULL,NULL,NULL,NULL,NULL,NULL,NULL,TIMESTAMP '2026-03-30 01:00:00+00',NULL),
 ('5','1e3','9223372036854775807','2026-10-25 02:30:00','29/03/2026','STRASSE straße','a@b.c','1',TIMESTAMP '2026-03-30 01:00:00+00','pos_20261025_S3.csv'),
 ('6','-0.0000000005','9223372036854775808','2026-3-9 1:2:3','2026-3-9','\u00a0nbsp\u00a0','A@B.CO.UK','0',TIMESTAMP '2026-03-30 01:00:00+00','x'),
 ('7',' 42 ',' 8 ','2026-03-29T10:00:00Z','2026-03-29 ','ΑΣ İı','é@è.fr','f',TIMESTAMP '2026-03-30 01:00:00+00',''),
 ('8','123456789012345678901234567890.5','0x1F','2026-03-29 10:00:00+02','99999-01-01','a_b%c\\d','q@q.qq','t',TIMESTAMP '2026-03-30 01:00:00+00','100%_done')]);

-- table: silver.customer
SELECT * FROM UNNEST(ARRAY<STRUCT<customer_id STRING, name STRING, email STRING, city STRING, updated_at TIMESTAMP>>[
 ('C1','Ana','ana@x.io','Paris',TIMESTAMP '2026-03-29 08:00:00+00'),
 ('C2','Bob',NULL,'Lyon',TIMESTAMP '2026-03-29 08:00:00+00'),
 ('C5','Zoé','zoe@x.io','Nice',TIMESTAMP '2026-03-29 08:00:00+00')]);

-- table: gold.dim_customer
SELECT * FROM UNNEST(ARRAY<STRUCT<customer_id STRING, name STRING, city STRING, valid_from TIMESTAMP, valid_to TIMESTAMP, is_current BOOL, row_hash STRING>>[
 ('C1','Ana','Paris',TIMESTAMP '2026-01-01 00:00:00+00',NULL,TRUE,TO_HEX(SHA256('Ana|Paris'))),
 ('C2','Bob','Nantes',TIMESTAMP '2026-01-01 00:00:00+00',NULL,TRUE,TO_HEX(SHA256('Bob|Nantes'))),
 ('C2','Bobby','Brest',TIMESTAMP '2025-01-01 00:00:00+00',TIMESTAMP '2026-01-01 00:00:00+00',FALSE,TO_HEX(SHA256('Bobby|Brest'))),
 ('C9','Gone','Lille',TIMESTAMP '2026-01-01 00:00:00+00',NULL,TRUE,TO_HEX(SHA256('Gone|Lille')))]);

-- table: gold.fact_daily
SELECT * FROM UNNEST(ARRAY<STRUCT<business_date DATE, store_id STRING, amount NUMERIC, n INT64>>[
 (DATE '2026-03-28','S1',NUMERIC '1',1),(DATE '2026-03-29','S1',NUMERIC '2',2),(DATE '2026-03-29','S9',NUMERIC '3',3)]);

-- table: ref.store
SELECT * FROM UNNEST(ARRAY<STRUCT<store_id STRING, store_name STRING, tz STRING, opened DATE, region STRING>>[
 ('S1','Paris Opéra','Europe/Paris',DATE '2019-12-30','FR'),('S2','London','Europe/London',DATE '2020-01-01','UK'),('S3','New York','America/New_York',DATE '2020-02-29',NULL),('S4','Closed','Europe/Paris',NULL,'FR')]);

