CREATE TABLE Caves (
  CaveLetter TEXT PRIMARY KEY,
  CaveName TEXT,
  DepthMetres INTEGER,
  MeanTemp REAL,
  HumidityPct INTEGER,
  Natural TEXT
);
CREATE TABLE Dairies (
  DairyNo INTEGER PRIMARY KEY,
  DairyName TEXT,
  Valley TEXT,
  Owner TEXT,
  MilkType TEXT,
  Organic INTEGER
);
CREATE TABLE Affineurs (
  AffineurNo INTEGER PRIMARY KEY,
  GivenName TEXT,
  Surname TEXT,
  Sex TEXT,
  StartYear INTEGER,
  WeeklyPay REAL,
  TrainerNo INTEGER REFERENCES Affineurs(AffineurNo)
);
CREATE TABLE CheeseBatches (
  BatchNo TEXT PRIMARY KEY,
  DairyNo INTEGER REFERENCES Dairies(DairyNo),
  CaveLetter TEXT REFERENCES Caves(CaveLetter),
  AffineurNo INTEGER REFERENCES Affineurs(AffineurNo),
  GradedBy INTEGER REFERENCES Affineurs(AffineurNo),
  CheeseType TEXT,
  Wheels INTEGER,
  KgPerWheel REAL,
  EnteredOn TEXT,
  LeftOn TEXT,
  Grade TEXT
);
CREATE TABLE WheelSales (
  SaleNo INTEGER PRIMARY KEY,
  BatchNo TEXT REFERENCES CheeseBatches(BatchNo),
  Shop TEXT,
  Town TEXT,
  SoldOn TEXT,
  WheelsSold INTEGER,
  PricePerWheel REAL,
  Settled TEXT
);
INSERT INTO Caves VALUES ('A','Great Gallery',42,9.5,92,'Y'),('B','Monk''s Cellar',12,11.0,88,'N'),('C','Ice Vault',65,6.5,95,'Y'),('D','Tunnel Nord',20,10.2,90,'N'),('E','Blue Hollow',38,8.4,97,'Y'),('F','New Shaft',55,7.8,NULL,'N');
INSERT INTO Dairies VALUES
(11,'Alp Rothorn','Inner Valley','Beat Zwahlen','cow',1),(12,'Bergli','Inner Valley','Vreni Aebi','goat',1),(13,'Lindenhof','Outer Valley','Ruedi Kunz','cow',0),
(14,'Schwarzsee','Lake Side','Family Moser','sheep',0),(15,'Talgrund','Outer Valley','Ruedi Kunz','cow',0),(16,'Ziegenberg','Lake Side','Ladina Caviezel','goat',1),(17,'Untermatt','Inner Valley',NULL,'cow',0);
INSERT INTO Affineurs VALUES
(1,'Sepp','Hauri','M',1991,1450,NULL),(2,'Claudine','Favre','F',1999,1380,1),(3,'Urs','Nydegger','M',2008,1210,1),(4,'Milena','Horvat','F',2014,1150,2),
(5,'Jonas','Blum','M',2018,1020,2),(6,'Priska','Hauri','F',2020,980,2),(7,'Fabio','Conti','M',2023,860,4);
INSERT INTO CheeseBatches VALUES
('R-001',11,'A',1,2,'Gruyère',60,35,'2022-06-15','2023-12-10','1'),('R-002',13,'A',3,1,'Emmental',24,95,'2023-01-20','2023-09-02','2'),('R-003',12,'B',2,1,'Tomme',180,1.5,'2023-04-11','2023-06-20','1'),
('R-004',14,'E',4,2,'Blue',140,2.8,'2023-05-03','2023-09-28','1'),('R-005',15,'A',3,NULL,'Gruyère',45,34,'2023-08-16',NULL,NULL),('R-006',16,'B',5,4,'Tomme',150,1.4,'2023-09-09','2023-11-30','3'),
('R-007',11,'C',1,2,'Sbrinz',30,41,'2022-02-02','2024-10-20','1'),('R-008',14,'E',4,1,'Blue',120,2.7,'2024-02-14','2024-07-01','2'),('R-009',13,'D',6,3,'Raclette',210,6.2,'2024-03-05','2024-08-12','2'),
('R-010',12,'B',2,4,'Tomme',170,1.5,'2024-05-21','2024-07-25','1'),('R-011',11,'C',1,NULL,'Sbrinz',28,42,'2024-06-30',NULL,NULL),('R-012',15,'D',5,3,'Raclette',190,6.0,'2024-09-17','2025-02-18','3'),
('R-013',16,'E',4,NULL,'Blue',90,2.6,'2025-01-08',NULL,NULL),('R-014',13,'D',6,2,'Emmental',18,92,'2024-01-26','2024-11-11','1');
INSERT INTO WheelSales VALUES
(1,'R-001','Chäs Egge','Bern','2023-12-15',20,690,'Y'),(2,'R-001','Fromage & Fils','Lausanne','2024-01-12',25,705,'Y'),(3,'R-002','Chäs Egge','Bern','2023-09-10',10,1150,'Y'),
(4,'R-003','Market Stall Ott','Thun','2023-07-01',90,24,'Y'),(5,'R-004','Blu Bottega','Lugano','2023-10-05',80,61,'Y'),(6,'R-006','Market Stall Ott','Thun','2023-12-09',60,21,'N'),
(7,'R-007','Fromage & Fils','Lausanne','2024-11-02',12,980,'N'),(8,'R-008','Blu Bottega','Lugano','2024-07-15',70,58,'Y'),(9,'R-009','Skihütte Grat','Davos','2024-11-20',120,82,'Y'),
(10,'R-010','Chäs Egge','Bern','2024-08-01',65,25,'Y'),(11,'R-012','Skihütte Grat','Davos','2025-02-25',100,78,'N'),(12,'R-014','Käse Kurt','Bern','2024-12-03',9,1120,'N'),
(13,'R-004','Chäs Egge','Bern','2023-10-20',30,63,'Y'),(14,'R-009','Käse Kurt','Bern','2024-12-18',40,85,'Y');
