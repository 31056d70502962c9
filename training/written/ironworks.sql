CREATE TABLE tbl_furnace (
 fur_no INTEGER PRIMARY KEY,
 fur_name TEXT,
 fuel_type TEXT,
 max_temp_c INTEGER,
 lit_since TEXT
);
CREATE TABLE tbl_alloy (
 alloy_code TEXT PRIMARY KEY,
 alloy_desc TEXT,
 carbon_pct REAL,
 price_per_kg REAL
);
CREATE TABLE tbl_worker (
 wrk_no INTEGER PRIMARY KEY,
 wrk_name TEXT,
 trade TEXT,
 shift_code TEXT,
 foreman_no INTEGER REFERENCES tbl_worker(wrk_no),
 started_on TEXT,
 weekly_wage REAL
);
CREATE TABLE tbl_client (
 cli_no INTEGER PRIMARY KEY,
 cli_name TEXT,
 city TEXT,
 vat_no TEXT
);
CREATE TABLE tbl_casting (
 cast_no INTEGER PRIMARY KEY,
 piece_name TEXT,
 cli_no INTEGER REFERENCES tbl_client(cli_no),
 alloy_code TEXT REFERENCES tbl_alloy(alloy_code),
 unit_weight_kg REAL,
 pieces INTEGER,
 unit_price REAL,
 ordered_on TEXT,
 shipped_on TEXT
);
CREATE TABLE tbl_pour (
 pour_no INTEGER PRIMARY KEY,
 cast_no INTEGER REFERENCES tbl_casting(cast_no),
 fur_no INTEGER REFERENCES tbl_furnace(fur_no),
 poured_by INTEGER REFERENCES tbl_worker(wrk_no),
 inspected_by INTEGER REFERENCES tbl_worker(wrk_no),
 poured_at TEXT,
 temp_c INTEGER,
 good_pcs INTEGER,
 scrap_pcs INTEGER
);
CREATE TABLE tbl_accident (
 acc_no INTEGER PRIMARY KEY,
 wrk_no INTEGER REFERENCES tbl_worker(wrk_no),
 happened_on TEXT,
 severity TEXT,
 days_off INTEGER
);
INSERT INTO tbl_furnace VALUES (1,'Big Bertha','coke',1550,'2019-02-01'),(2,'Salamander','electric',1700,'2021-08-15'),(3,'Dragon','gas',1480,NULL),(4,'Ember','electric',1620,'2023-11-05'),(5,'Vulcan','coke',1500,NULL),(6,'Torch','gas',1410,'2016-05-20');
INSERT INTO tbl_alloy VALUES ('GG20','grey iron',3.4,1.9),('GS45','cast steel',0.3,3.2),('GJS','ductile iron',3.6,2.4),('NIH','nickel hard iron',3.0,5.8),('CRX','chrome iron',2.7,6.5),('MAL','malleable iron',2.5,2.1);
INSERT INTO tbl_worker VALUES
(1,'Agata Brand','master founder','D',NULL,'1996-10-01',1290),(2,'Colm Reilly','founder','D',1,'2007-03-19',980),(3,'Iris Novotna','founder','N',1,'2014-01-13',940),(4,'Stan Webb','moulder','D',2,'2018-07-02',830),(5,'Dario Greco','moulder','N',3,'2020-09-21',790),
(6,'Hilde Roth','inspector','D',1,'2011-05-09',1010),(7,'Femi Ade','inspector','N',6,'2022-02-28',890),(8,'Kit Barlow','apprentice','D',2,'2024-08-01',520),(9,'Lars Eng','apprentice','N',3,'2024-08-15',515);
INSERT INTO tbl_client VALUES (1,'Canal Trust','Leeds','GB111'),(2,'Rowe Pumps','Sheffield','GB222'),(3,'Northgate Parks','Leeds',NULL),(4,'Bell Makers Guild','Hull',NULL),(5,'Tram Heritage','Derby','GB555'),(6,'Viaduct Engineering','Sheffield','GB666'),(7,'Ox Brewery','Hull','GB777');
INSERT INTO tbl_casting VALUES
(1,'lock hinge',1,'GS45',62,12,410,'2023-02-06','2023-05-30'),(2,'pump housing',2,'GJS',18.5,80,96,'2023-06-19','2023-09-04'),(3,'park bench end',3,'GG20',21,60,74,'2023-10-02','2024-01-15'),(4,'bell yoke',4,'GS45',140,3,1350,'2024-01-22','2024-06-10'),
(5,'brake shoe',5,'CRX',9.2,150,88,'2024-03-11','2024-05-27'),(6,'bridge bearing',6,'NIH',310,6,4200,'2024-04-29',NULL),(7,'pump rotor',2,'NIH',7.1,120,112,'2024-07-15','2024-10-01'),(8,'bollard',3,'GG20',48,25,130,'2024-09-09',NULL),
(9,'manhole cover',1,'GJS',55,40,118,'2025-01-13',NULL),(10,'lamp base',5,'GG20',37,8,210,'2025-02-03',NULL);
INSERT INTO tbl_pour VALUES
(1,1,2,2,6,'2023-03-14 09:10:00',1590,11,2),(2,2,1,3,7,'2023-07-11 22:40:00',1420,43,4),(3,2,1,3,7,'2023-07-25 23:15:00',1415,38,1),(4,3,6,2,6,'2023-11-07 08:25:00',1380,61,5),(5,4,2,1,6,'2024-03-05 10:00:00',1610,3,1),
(6,5,4,3,7,'2024-04-16 21:30:00',1545,152,9),(7,6,4,1,NULL,'2024-06-18 11:20:00',1575,2,3),(8,6,2,1,6,'2024-11-26 09:45:00',1580,3,0),(9,7,4,2,6,'2024-08-20 14:05:00',1530,123,7),(10,8,6,8,6,'2024-10-15 13:30:00',1375,12,6),(11,9,1,3,NULL,'2025-02-11 22:05:00',1410,26,2),(12,4,2,2,6,'2024-03-26 08:50:00',1605,1,0);
INSERT INTO tbl_accident VALUES (1,5,'2022-11-17','minor',2),(2,3,'2023-07-25','minor',0),(3,4,'2023-09-13','serious',34),(4,8,'2024-10-15','minor',3),(5,5,'2024-12-02','serious',21),(6,9,'2025-01-28','minor',1);
