CREATE TABLE Coast (CoastCode TEXT PRIMARY KEY, CoastName TEXT);
CREATE TABLE Lights (
  LightNo INTEGER PRIMARY KEY, LightName TEXT, CoastCode TEXT REFERENCES Coast(CoastCode), BuiltYear INTEGER,
  TowerHeight REAL, RangeMiles INTEGER, Colour TEXT, IsAutomated TEXT, AnnualBudget REAL);
CREATE TABLE Keepers (
  KeeperID INTEGER PRIMARY KEY, KeeperName TEXT, Age INTEGER, Salary REAL, Rank TEXT,
  ServesAt INTEGER REFERENCES Lights(LightNo), Since TEXT, ReportsTo INTEGER REFERENCES Keepers(KeeperID));
CREATE TABLE Inspectors (InspectorID INTEGER PRIMARY KEY, InspectorName TEXT, Office TEXT);
CREATE TABLE Inspections (
  InspectionID INTEGER PRIMARY KEY, LightNo INTEGER REFERENCES Lights(LightNo), InspectedOn TEXT, Grade TEXT, Defects INTEGER,
  InspectedBy INTEGER REFERENCES Inspectors(InspectorID), SignedOffBy INTEGER REFERENCES Inspectors(InspectorID), Remarks TEXT);
CREATE TABLE StormLog (
  LogNo INTEGER PRIMARY KEY, LightNo INTEGER REFERENCES Lights(LightNo), LoggedBy INTEGER REFERENCES Keepers(KeeperID),
  StartedAt TEXT, EndedAt TEXT, WindKnots INTEGER, WaveMetres REAL, DamageCost REAL);
INSERT INTO Coast VALUES ('N','North Shore'),('W','West Cliffs'),('S','South Bay'),('I','Outer Isles'),('E','East Sands');
INSERT INTO Lights VALUES
(1,'Gannet Rock','I',1857,38.5,22,'white','N',86000),(2,'Cape Sorrow','W',1821,27,19,'red','N',54500),
(3,'Pilgrim Head','N',1904,31.2,24,'white','Y',31200),(4,'Saltmarsh Low','S',1936,14.8,9,'green','Y',12400),
(5,'Saltmarsh High','S',1936,21.5,14,'white','Y',14900),(6,'Wolf Skerry','I',1869,44.1,26,'white','N',97300),
(7,'Black Nab','W',1878,24,17,'red','N',47800),(8,'Fairwater Pier','S',1962,9.5,6,'green','Y',5800),
(9,'Stack of Odd','I',1913,35,21,'red','Y',28000),(10,'Kelp Point','N',1895,18.7,12,'white','N',33600);
INSERT INTO Keepers VALUES
(11,'Angus Rae',61,48200,'Principal',1,'1989-04-01',NULL),(12,'Morag Bell',44,36500,'Assistant',1,'2006-09-15',11),
(13,'Tom Hallet',37,33100,'Assistant',2,'2013-02-20',14),(14,'Ruth Carne',55,46900,'Principal',2,'1995-06-10',NULL),
(15,'Ewan Sinclair',29,28400,'Trainee',6,'2022-03-01',16),(16,'Ailsa Munro',52,47700,'Principal',6,'1998-11-05',NULL),
(17,'Piers Lomax',48,39000,'Assistant',7,'2003-08-12',14),(18,'Dora Quill',33,30500,'Assistant',10,'2017-05-22',11),
(19,'Callum Reid',25,27100,'Trainee',NULL,'2024-01-15',16),(20,'Hester Vane',58,41300,'Assistant',6,'1993-10-30',16),
(21,'Joss Pender',31,28900,'Trainee',7,'2021-07-07',17);
INSERT INTO Inspectors VALUES (1,'Clara Voss','Harbour Street'),(2,'Ned Farrow','Harbour Street'),(3,'Imogen Shaw','North Office'),(4,'Basil Crewe','Island Office'),(5,'Lena Hook','North Office');
INSERT INTO Inspections VALUES
(301,1,'2022-05-11','A',0,1,3,NULL),(302,2,'2022-06-02','C',5,2,1,'lamp housing cracked'),(303,6,'2022-07-19','B',2,4,3,NULL),
(304,4,'2023-03-08','B',1,2,1,'paint flaking'),(305,7,'2023-04-27','D',9,1,3,'stairs unsafe'),(306,10,'2023-05-16','B',3,3,1,NULL),
(307,2,'2023-06-05','B',2,1,3,'lamp replaced'),(308,1,'2023-09-12','B',1,4,3,'fog horn weak'),(309,9,'2024-02-21','A',0,4,1,NULL),
(310,7,'2024-04-18','C',4,2,NULL,'stairs half repaired'),(311,6,'2024-06-25','A',0,4,3,NULL),(312,5,'2024-08-30','C',6,1,NULL,'battery old'),
(313,2,'2025-01-14','A',0,3,1,NULL),(314,1,'2025-02-20','C',4,4,NULL,'roof leaking');
INSERT INTO StormLog VALUES
(1,1,11,'2023-01-09 03:15:00','2023-01-10 14:00:00',71,9.8,15400),(2,6,16,'2023-01-09 05:40:00','2023-01-10 16:20:00',78,11.2,22750),
(3,2,14,'2023-02-17 21:00:00','2023-02-18 08:30:00',58,6.1,0),(4,7,17,'2023-11-02 18:25:00','2023-11-03 11:10:00',66,8.4,8900),
(5,1,12,'2023-12-21 02:10:00','2023-12-21 19:45:00',62,7.7,1200),(6,6,20,'2024-01-24 22:55:00','2024-01-26 04:00:00',84,12.6,31000),
(7,10,18,'2024-01-25 01:30:00','2024-01-25 20:15:00',55,5.2,NULL),(8,2,13,'2024-10-13 15:05:00','2024-10-14 02:50:00',60,6.8,640),
(9,6,15,'2024-11-30 04:20:00','2024-12-01 09:00:00',73,10.1,5150),(10,1,11,'2025-01-18 23:35:00','2025-01-19 17:25:00',69,9.1,3700),
(11,7,21,'2025-01-19 00:50:00','2025-01-19 13:00:00',64,7.9,NULL),(12,6,16,'2025-02-03 06:15:00','2025-02-03 21:30:00',67,8.8,980);
