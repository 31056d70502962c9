CREATE TABLE outlets (outlet_no INTEGER PRIMARY KEY, outlet TEXT, chain TEXT, format TEXT, town TEXT, area_type TEXT, opened_year INTEGER);
CREATE TABLE goods (good_cd TEXT PRIMARY KEY, item TEXT, food_group TEXT, std_unit TEXT, vat_pct INTEGER);
CREATE TABLE surveyors (sv_id TEXT PRIMARY KEY, name TEXT, town TEXT, reports_to TEXT REFERENCES surveyors(sv_id));
CREATE TABLE quotes (
  q_id INTEGER PRIMARY KEY,
  yr INTEGER,
  mon INTEGER,
  outlet_no INTEGER REFERENCES outlets(outlet_no),
  good_cd TEXT REFERENCES goods(good_cd),
  brand TEXT,
  pack_size REAL,
  shelf_price REAL,
  unit_price REAL,
  last_yr_unit_price REAL,
  on_offer TEXT,
  in_stock TEXT,
  organic TEXT,
  origin_country TEXT,
  noted_by TEXT REFERENCES surveyors(sv_id),
  checked_by TEXT REFERENCES surveyors(sv_id)
);
INSERT INTO outlets VALUES
(1,'Foodbarn Weston','Foodbarn','HYPERMARKET','Weston','SUBURBAN',2006),(2,'Foodbarn Lacey','Foodbarn','SUPERMARKET','Lacey','URBAN',2013),
(3,'Pennywise Central','Pennywise','DISCOUNTER','Weston','URBAN',2017),(4,'Pennywise Lacey Park','Pennywise','DISCOUNTER','Lacey','SUBURBAN',2020),
(5,'Green Basket',NULL,'WHOLEFOOD SHOP','Weston','URBAN',2011),(6,'Tolland Village Stores',NULL,'CORNER SHOP','Tolland','RURAL',1978),(7,'Harvest Hall',NULL,'FARM SHOP','Tolland','RURAL',2022);
INSERT INTO goods VALUES ('MLK','milk','DAIRY','l',5),('BUT','butter','DAIRY','kg',5),('BRD','bread','BAKERY','kg',5),('EGG','eggs','EGGS','dozen',5),('RIC','rice','DRY GOODS','kg',10),('OIL','olive oil','FATS','l',10),('APL','apples','FRUIT','kg',0),('SAF','saffron','SPICES','g',20);
INSERT INTO surveyors VALUES ('S1','Imogen Hale','Weston',NULL),('S2','Tariq Noor','Lacey','S1'),('S3','Bea Lindqvist','Tolland','S1'),('S4','Oscar Pym','Weston','S2'),('S5','June Abbot','Lacey','S2');
INSERT INTO quotes VALUES
(1,2024,3,1,'MLK','Dairyvale',2,2.10,1.05,0.98,'N','Y','N','GB','S4','S2'),
(2,2024,3,1,'BUT','Dairyvale',0.25,2.35,9.40,8.60,'N','Y','N','IE','S4','S2'),
(3,2024,3,1,'OIL','Sol d''Or',1,8.90,8.90,6.10,'N','Y','N','ES','S4','S2'),
(4,2024,3,3,'MLK','Own label',2,1.78,0.89,0.85,'N','Y','N','GB','S4','S2'),
(5,2024,3,3,'OIL','Own label',0.75,5.85,7.80,5.20,'Y','Y','N','ES','S4','S1'),
(6,2024,3,3,'RIC','Own label',1,1.45,1.45,1.38,'N','N','N','IN','S4','S1'),
(7,2024,3,5,'MLK','Meadow Farm',1,1.95,1.95,1.80,'N','Y','Y','GB','S2','S1'),
(8,2024,3,5,'APL','Loose',1,4.10,4.10,3.70,'N','Y','Y','IT','S2','S1'),
(9,2024,3,6,'BRD','Tolland Bakery',0.8,2.60,3.25,3.00,'N','Y','N','GB','S3','S1'),
(10,2024,3,6,'EGG','Hill Hens',6,2.15,4.30,3.90,'N','Y','N','GB','S3','S1'),
(11,2024,9,2,'MLK','Dairyvale',2,2.16,1.08,1.02,'N','Y','N','GB','S5','S2'),
(12,2024,9,2,'BRD','Crusty Jack',0.8,1.52,1.90,1.75,'Y','Y','N','GB','S5','S2'),
(13,2024,9,2,'APL','Loose',1,2.49,2.49,2.60,'N','Y','N','FR','S5',NULL),
(14,2024,9,4,'BUT','Own label',0.25,2.05,8.20,7.16,'N','Y','N','IE','S5','S2'),
(15,2024,9,4,'EGG','Own label',12,2.79,2.79,2.85,'N','N','N','PL','S5','S2'),
(16,2024,9,6,'MLK','Dairyvale',1,1.45,1.45,1.35,'N','Y','N','GB','S3','S1'),
(17,2025,3,1,'MLK','Dairyvale',2,2.22,1.11,1.05,'N','Y','N','GB','S4','S2'),
(18,2025,3,1,'BUT','Dairyvale',0.25,2.65,10.60,9.40,'N','Y','N','IE','S4','S2'),
(19,2025,3,1,'OIL','Sol d''Or',1,8.10,8.10,8.90,'Y','Y','N','ES','S4',NULL),
(20,2025,3,3,'MLK','Own label',2,1.84,0.92,0.89,'N','Y','N','GB','S4','S2'),
(21,2025,3,3,'OIL','Own label',0.75,5.55,7.40,7.80,'N','Y','N','GR','S4',NULL),
(22,2025,3,5,'MLK','Meadow Farm',1,2.05,2.05,1.95,'N','Y','Y','GB','S2','S1'),
(23,2025,3,5,'RIC','Himal',0.5,2.90,5.80,NULL,'N','Y','Y','IN','S2','S1'),
(24,2025,3,6,'BRD','Tolland Bakery',0.8,2.80,3.50,3.25,'N','N','N','GB','S3','S1'),
(25,2025,3,6,'EGG','Hill Hens',6,2.45,4.90,4.30,'N','Y','N','GB','S3',NULL);
