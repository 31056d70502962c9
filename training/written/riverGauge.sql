CREATE TABLE basin (basinId INTEGER PRIMARY KEY, basinName TEXT, areaKm2 INTEGER);
CREATE TABLE river (
  riverId INTEGER PRIMARY KEY, riverName TEXT, basinId INTEGER REFERENCES basin(basinId), lengthKm REAL, flowsInto INTEGER REFERENCES river(riverId), navigable INTEGER);
CREATE TABLE operatorFirm (firmCode TEXT PRIMARY KEY, firmName TEXT, firmType TEXT, hotline TEXT);
CREATE TABLE dam (
  damId INTEGER PRIMARY KEY, damName TEXT, riverId INTEGER REFERENCES river(riverId), ownerFirm TEXT REFERENCES operatorFirm(firmCode),
  runBy TEXT REFERENCES operatorFirm(firmCode), heightM REAL, capacityMcm REAL, storedMcm REAL, openedYear INTEGER, purpose TEXT);
CREATE TABLE gauge (
  gaugeNo INTEGER PRIMARY KEY, gaugeName TEXT, riverId INTEGER REFERENCES river(riverId), town TEXT, alarmCm INTEGER, floodCm INTEGER, isActive INTEGER);
CREATE TABLE levelReading (
  readingId INTEGER PRIMARY KEY, gaugeNo INTEGER REFERENCES gauge(gaugeNo), readAt TEXT, levelCm INTEGER, flowM3s REAL, quality TEXT);
CREATE TABLE waterRelease (
  releaseNo INTEGER PRIMARY KEY, damId INTEGER REFERENCES dam(damId), startedAt TEXT, volumeMcm REAL, pricePerMcm REAL, reason TEXT, orderedBy TEXT);
INSERT INTO basin VALUES (1,'Aldra',14200),(2,'Morrow',8600),(3,'Southern Sele',5150),(4,'Tarn Coast',2300),(5,'Veyle Marsh',980);
INSERT INTO river VALUES
(1,'Aldra',1,412,NULL,1),(2,'Little Aldra',1,96.5,1,0),(3,'Vessin',1,148,1,0),(4,'Morrow',2,287,NULL,1),(5,'Brackwater',2,74,4,0),
(6,'Sele',3,201,NULL,1),(7,'Oster',3,58.5,6,0),(8,'Tarn',4,83,NULL,0),(9,'Quillbeck',1,39,3,0),(10,'Lissel',2,112,4,0);
INSERT INTO operatorFirm VALUES ('HYP','Hydropeak','private','0800 117'),('WAT','Waterboard North','public','0800 220'),('SEL','Sele Valley Trust','public',NULL),('NRG','Nergal Energy','private','0800 934'),('TWN','Tarn Works','municipal',NULL);
INSERT INTO dam VALUES
(1,'Highgarth',1,'HYP','HYP',142,860,612.5,1968,'power'),(2,'Vessin Weir',3,'WAT','WAT',24,18,17.2,1931,'flood control'),(3,'Old Miller',4,'WAT','HYP',47,95,41,1924,'irrigation'),
(4,'Brackhead',5,'NRG','NRG',88,240,198,1977,'power'),(5,'Selegate',6,'SEL','SEL',61,310,122.4,1955,'drinking water'),(6,'Oster Bowl',7,'SEL','TWN',39,66,60.5,1989,'drinking water'),
(7,'Tarnfoot',8,'TWN','TWN',19,12,NULL,1909,'irrigation'),(8,'Great Lissel',10,'NRG','HYP',104,520,377,1983,'power'),(9,'Quill Lock',9,'WAT',NULL,11,4.5,2.1,2004,'flood control'),(10,'Aldra Narrows',1,'HYP','HYP',118,705,433,1996,'power');
INSERT INTO gauge VALUES
(21,'Aldra Bridge',1,'Kelmstad',420,560,1),(22,'Ferry Steps',1,'Norrey',380,510,1),(23,'Vessin Mill',3,'Haverby',240,330,1),(24,'Morrow Quay',4,'Dunmarket',350,480,1),
(25,'Brack Ford',5,'Ellingham',180,250,0),(26,'Sele Arches',6,'Portsele',300,410,1),(27,'Oster Inn',7,'Osterby',150,220,1),(28,'Tarn Slip',8,'Tarnmouth',200,290,1),(29,'Lissel Lock',10,'Dunmarket',260,340,1),(30,'Quill Stone',9,'Haverby',90,140,0);
INSERT INTO levelReading VALUES
(1,21,'2024-01-04 06:00:00',455,1210,'good'),(2,21,'2024-01-05 06:00:00',572,1690.5,'good'),(3,21,'2024-07-18 18:00:00',188,240,'good'),(4,22,'2024-01-05 06:00:00',498,1540,'estimated'),
(5,23,'2024-01-04 18:00:00',351,310,'good'),(6,24,'2024-02-11 06:00:00',372,720,'good'),(7,24,'2024-02-12 06:00:00',344,655,'good'),(8,26,'2024-11-20 12:00:00',431,590,'good'),
(9,26,'2024-11-21 12:00:00',402,540,'estimated'),(10,27,'2024-11-20 12:00:00',166,92,'good'),(11,28,'2024-08-02 18:00:00',64,11.5,'good'),(12,29,'2025-01-15 06:00:00',275,268,'good'),
(13,21,'2025-01-15 06:00:00',391,1010,'good'),(14,23,'2025-01-16 06:00:00',229,174,'suspect'),(15,24,'2025-02-03 18:00:00',318,NULL,'good'),(16,28,'2025-02-04 06:00:00',213,80,'good'),(17,22,'2025-02-04 12:00:00',NULL,NULL,'missing');
INSERT INTO waterRelease VALUES
(1,1,'2024-01-03 22:00:00',42,0,'flood','Waterboard North'),(2,1,'2024-07-15 05:30:00',18.5,5200,'power','Hydropeak'),(3,3,'2024-05-20 04:00:00',6.2,3100,'irrigation','Morrow Farmers'),
(4,3,'2024-06-18 04:00:00',7.9,3250,'irrigation','Morrow Farmers'),(5,5,'2024-11-19 20:15:00',25,0,'flood','Sele Valley Trust'),(6,8,'2024-08-09 16:45:00',14,4900,'power','Nergal Energy'),
(7,10,'2024-12-02 17:10:00',21.3,5600,'power','Hydropeak'),(8,4,'2025-01-10 07:00:00',9.6,5350,'power','Nergal Energy'),(9,2,'2025-01-14 23:40:00',1.8,0,'flood','Waterboard North'),
(10,6,'2025-02-01 09:00:00',3.3,2700,'drinking','Portsele Town'),(11,1,'2025-02-06 06:20:00',16,5800,'power','Hydropeak'),(12,8,'2025-02-07 17:30:00',11.2,NULL,'power','Nergal Energy'),(13,10,'2025-02-08 06:45:00',12.4,5750,'power','Hydropeak');
