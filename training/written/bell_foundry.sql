CREATE TABLE founder (
  founder_key INTEGER PRIMARY KEY,
  name TEXT,
  born INTEGER,
  died INTEGER,
  town TEXT,
  master_key INTEGER REFERENCES founder(founder_key)
);
CREATE TABLE tower (
  tower_key INTEGER PRIMARY KEY,
  name TEXT,
  town TEXT,
  diocese TEXT,
  height_m REAL,
  steps INTEGER
);
CREATE TABLE bell (
  bell_key INTEGER PRIMARY KEY,
  name TEXT,
  founder_key INTEGER REFERENCES founder(founder_key),
  tower_key INTEGER REFERENCES tower(tower_key),
  cast_year INTEGER,
  weight_kg INTEGER,
  note TEXT,
  cracked TEXT
);
CREATE TABLE job (
  job_key INTEGER PRIMARY KEY,
  bell_key INTEGER REFERENCES bell(bell_key),
  kind TEXT,
  ordered_on TEXT,
  finished_on TEXT,
  material_cost REAL,
  labour_cost REAL,
  paid TEXT
);
INSERT INTO founder VALUES
(1,'Geert van Wou',1450,1527,'Kampen',NULL),
(2,'Hans Lemmel',1612,1680,'Ulm',NULL),
(3,'Jakob Lemmel',1641,1702,'Ulm',2),
(4,'Abel Rudhall',1675,1735,'Gloucester',NULL),
(5,'Thomas Mears',1748,1810,'London',4),
(6,'Anna Grasmeier',1904,1988,'Innsbruck',NULL),
(7,'Peter Grasmeier',1939,NULL,'Innsbruck',6),
(8,'Ruth Eijs',1971,NULL,'Kampen',7),
(9,'Clemens Roth',1988,NULL,'Ulm',7);
INSERT INTO tower VALUES
(11,'St Nicholas','Kampen','Utrecht',74,305),
(12,'Holy Rood','Gloucester','Gloucester',69,269),
(13,'Liebfrauen','Ulm','Rottenburg',96,420),
(14,'Town Hall Tower','Innsbruck',NULL,51,148),
(15,'St Vigil','Schwaz','Innsbruck',72,230),
(16,'St Olave','London','Southwark',40,122),
(17,'Our Lady','Deventer','Utrecht',62,219),
(18,'St Wendel','Biberach','Rottenburg',58,190);
INSERT INTO bell VALUES
(1,'Salvator',1,11,1482,3150,'C','N'),(2,'Maria',1,17,1498,2380,'D','Y'),(3,'Gloria',2,13,1655,4900,'A','N'),
(4,'Ave',3,13,1679,880,'F','N'),(5,'Great Abel',4,12,1711,2950,'C','N'),(6,'Little Kate',4,12,1713,410,'G','Y'),
(7,'Mercy',5,16,1790,670,'E','N'),(8,'Friedensglocke',6,14,1949,6100,'G','N'),(9,'Vigilius',6,15,1952,1240,'D','N'),
(10,'Nikolaus',7,11,1985,1520,'E','N'),(11,'Hope',8,17,2015,960,'F','N'),(12,'Josef',7,15,1978,730,'A','Y'),
(13,'Unity',9,NULL,2022,540,'B','N'),(14,'Sebald',3,NULL,1690,615,'D','Y');
INSERT INTO job VALUES
(1,2,'weld','2022-03-04','2022-07-19',2100,5400,'Y'),(2,6,'weld','2022-09-12','2023-01-30',650,2300,'Y'),
(3,1,'clapper','2023-02-01','2023-02-24',900,480,'Y'),(4,3,'hanging','2023-04-17','2023-09-02',5200,3900,'Y'),
(5,8,'clapper','2023-10-10','2023-11-20',1750,620,'N'),(6,11,'tuning','2024-01-22','2024-02-09',NULL,1100,'Y'),
(7,12,'weld','2024-03-15',NULL,800,2600,'N'),(8,5,'hanging','2024-05-06','2024-08-14',3300,2850,'N'),
(9,13,'tuning','2024-06-03','2024-06-21',NULL,950,'Y'),(10,1,'tuning','2024-09-30','2024-12-05',120,1900,'Y'),
(11,3,'clapper','2025-01-13','2025-02-03',1980,710,'N'),(12,14,'weld','2025-03-10',NULL,560,1700,'N'),
(13,1,'hanging','2025-04-02',NULL,4100,3600,'N');
