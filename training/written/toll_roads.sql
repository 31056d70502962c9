CREATE TABLE tr_road (
 road_cd TEXT PRIMARY KEY,
 road_nm TEXT,
 len_km REAL,
 opened_yr INTEGER
);
CREATE TABLE tr_plaza (
 plaza_no INTEGER PRIMARY KEY,
 plaza_nm TEXT,
 road_cd TEXT REFERENCES tr_road(road_cd),
 km_mark REAL,
 lanes INTEGER,
 stat TEXT
);
CREATE TABLE tr_vclass (
 vclass TEXT PRIMARY KEY,
 descr TEXT,
 rate REAL
);
CREATE TABLE tr_acct (
 acct_no INTEGER PRIMARY KEY,
 holder_nm TEXT,
 city TEXT,
 ctry TEXT,
 bal REAL,
 dt_opened TEXT,
 dt_closed TEXT
);
CREATE TABLE tr_tag (
 tag_no TEXT PRIMARY KEY,
 acct_no INTEGER REFERENCES tr_acct(acct_no),
 plate TEXT,
 vclass TEXT REFERENCES tr_vclass(vclass),
 active TEXT
);
CREATE TABLE tr_trip (
 trip_no INTEGER PRIMARY KEY,
 tag_no TEXT REFERENCES tr_tag(tag_no),
 plaza_in INTEGER REFERENCES tr_plaza(plaza_no),
 plaza_out INTEGER REFERENCES tr_plaza(plaza_no),
 ts_in TEXT,
 ts_out TEXT,
 amt REAL,
 pay_meth TEXT
);
INSERT INTO tr_road VALUES ('N1','Northern Link',84.5,1998),('C3','Coast Tollway',120.2,2005),('R7','Ridge Tunnel',11.8,2014),('E9','Eastern Bypass',37.4,2011),('S2','Southern Spur',22,2021),('W5','Western Arm',51.6,1989);
INSERT INTO tr_plaza VALUES
(1,'Alder Gate','N1',3.0,8,'O'),(2,'Birch Hill','N1',41.5,6,'O'),(3,'Cedar Cross','N1',80.1,4,'C'),(4,'Dune Bay','C3',5.2,10,'O'),(5,'Egret Point','C3',77.0,6,'O'),(6,'Fox Portal','R7',0.4,5,'O'),(7,'Gull Harbour','C3',118.9,7,'C'),(8,'Heron Park','E9',2.1,3,'O'),(9,'Ibis Field','E9',35.5,9,'O');
INSERT INTO tr_vclass VALUES ('A','motorcycle',0.5),('B','car',1.0),('C','van',1.4),('D','truck',2.8),('E','bus',2.2),('F','road train',5.5);
INSERT INTO tr_acct VALUES
(5001,'Lena Hofer','Salzburg','AT',42.5,'2019-03-12',NULL),(5002,'Kurt Brandt','Munich','DE',-12.8,'2020-07-01',NULL),(5003,'Speedy Parcels','Munich','DE',310,'2018-01-15',NULL),
(5004,'Marco Rossi','Verona','IT',0,'2021-05-23','2024-02-29'),(5005,'Alpine Coaches','Innsbruck','AT',155.3,'2022-09-09',NULL),(5006,'Ida Winkler','Salzburg','AT',-3.4,'2023-11-02',NULL),
(5007,'Giulia Conti','Trento','IT',27.9,'2024-04-18',NULL),(5008,'Old Timers Club','Graz','AT',8.2,'2017-06-06','2023-12-31'),(5009,'Haulage Nord','Kiel','DE',-88.6,'2024-08-30',NULL);
INSERT INTO tr_tag VALUES
('T100','5001','S-123 LH','B','Y'),('T101','5001','S-900 MC','A','Y'),('T102','5002','M-KB 77','B','Y'),('T103','5003','M-SP 11','C','Y'),('T104','5003','M-SP 12','C','Y'),('T105','5003','M-SP 13','D','N'),
('T106','5004','VR 445','B','N'),('T107','5005','I-AC 1','E','Y'),('T108','5006','S-55 IW','B','Y'),('T109','5007','TN 812','B','Y'),('T110','5009','KI-HN 3','D','Y'),('T111','5008','G-OT 9','B','N');
INSERT INTO tr_trip VALUES
(1,'T100',1,2,'2024-03-04 07:12:00','2024-03-04 07:40:00',4.2,'TAG'),(2,'T100',2,1,'2024-03-04 17:30:00','2024-03-04 17:59:00',4.2,'TAG'),
(3,'T103',1,2,'2024-03-05 06:05:00','2024-03-05 06:37:00',6.1,'TAG'),(4,'T104',4,5,'2024-04-11 08:15:00','2024-04-11 09:01:00',11.8,'TAG'),
(5,'T105',4,7,'2023-10-19 05:44:00','2023-10-19 07:20:00',34.5,'INV'),(6,'T106',6,6,'2023-12-02 11:10:00','2023-12-02 11:18:00',5.0,'CARD'),
(7,'T107',4,5,'2024-05-20 09:00:00','2024-05-20 09:50:00',18.4,'INV'),(8,'T108',8,9,'2024-06-14 07:45:00','2024-06-14 08:08:00',3.6,'CASH'),
(9,'T102',8,9,'2024-06-14 18:20:00','2024-06-14 18:41:00',3.6,'TAG'),(10,'T110',5,4,'2024-09-03 22:10:00','2024-09-03 23:05:00',27.3,'INV'),
(11,'T110',4,5,'2024-09-05 21:35:00',NULL,NULL,NULL),(12,'T109',6,6,'2025-01-08 08:30:00','2025-01-08 08:37:00',5.2,'CARD'),
(13,'T103',9,8,'2025-01-22 06:50:00','2025-01-22 07:12:00',5.1,'CASH'),(14,'T101',2,1,'2025-02-16 13:00:00','2025-02-16 13:25:00',2.1,'TAG'),(15,'T103',1,2,'2025-02-17 06:02:00',NULL,NULL,NULL);
