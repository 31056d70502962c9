CREATE TABLE Sites (
 SiteCode TEXT PRIMARY KEY,
 SiteName TEXT,
 Borough TEXT,
 WaterTaps INTEGER,
 HasToilet INTEGER
);
CREATE TABLE Tenants (
 TenantNo INTEGER PRIMARY KEY,
 FullName TEXT,
 Street TEXT,
 Phone TEXT,
 BirthYear INTEGER,
 MemberSince TEXT,
 IntroducedBy INTEGER REFERENCES Tenants(TenantNo)
);
CREATE TABLE Plots (
 PlotNo INTEGER PRIMARY KEY,
 SiteCode TEXT REFERENCES Sites(SiteCode),
 TenantNo INTEGER REFERENCES Tenants(TenantNo),
 SquareMetres INTEGER,
 YearlyRent REAL,
 ShedYN TEXT,
 LetFrom TEXT
);
CREATE TABLE Harvests (
 HarvestNo INTEGER PRIMARY KEY,
 PlotNo INTEGER REFERENCES Plots(PlotNo),
 Crop TEXT,
 Kilos REAL,
 PickedOn TEXT
);
INSERT INTO Sites VALUES
('BRK','Brook Lane','North',4,1),('MIL','Mill Field','North',2,0),('ORC','Old Orchard','South',6,1),('RLY','Railway Strip','East',1,0),('HIL','Hilltop','West',0,0),('CAN','Canal Side','East',3,1);
INSERT INTO Tenants VALUES
(11,'Edith Marlow','Fern Street','0161 220',1948,'1999-04-01',NULL),
(12,'Joe Pritchard','Elm Road','0161 331',1961,'2006-03-15',11),
(13,'Samira Khan','Fern Street',NULL,1985,'2018-05-20',12),
(14,'Tomas Novak','Station Road','0161 442',1979,'2015-02-11',11),
(15,'Beryl Hodge','Elm Road',NULL,1943,'1991-10-03',NULL),
(16,'Callum Reid','Quay Street','0161 553',1992,'2022-06-18',14),
(17,'Wen Li','Station Road','0161 664',1990,'2021-03-09',13),
(18,'Agnes Bell','Quay Street',NULL,1970,'2023-04-22',NULL),
(19,'Derek Moss','Church Lane','0161 775',1955,'2024-01-16',15);
INSERT INTO Plots VALUES
(1,'BRK',11,250,62.5,'Y','1999-04-01'),(2,'BRK',13,125,35,'N','2018-05-20'),(3,'BRK',NULL,120,34,'N',NULL),
(4,'MIL',12,240,55,'Y','2006-04-01'),(5,'MIL',12,130,30,'N','2012-10-01'),(6,'ORC',14,300,90,'Y','2015-03-01'),
(7,'ORC',16,150,48,'N','2022-07-01'),(8,'ORC',17,155,49.5,'Y','2021-04-01'),(9,'ORC',NULL,310,92,'Y',NULL),
(10,'RLY',15,200,40,'Y','1992-01-01'),(11,'RLY',NULL,90,18,'N',NULL),(12,'CAN',18,180,60,'N','2023-05-01'),(13,'CAN',14,110,37,'N','2020-04-01');
INSERT INTO Harvests VALUES
(1,1,'potatoes',42.5,'2024-08-03'),(2,1,'runner beans',11.2,'2024-07-21'),(3,2,'tomatoes',8.4,'2024-08-17'),(4,4,'potatoes',38,'2023-08-12'),
(5,4,'onions',15.6,'2024-09-01'),(6,6,'pumpkins',51.3,'2023-10-07'),(7,6,'tomatoes',12.9,'2024-08-25'),(8,7,'lettuce',3.1,'2024-06-15'),
(9,8,'potatoes',22.7,'2024-08-10'),(10,10,'rhubarb',9.5,'2023-05-02'),(11,10,'onions',7.8,'2023-08-29'),(12,12,'tomatoes',5.2,'2024-09-08'),(13,5,'runner beans',6.4,'2023-07-30'),(14,1,'pumpkins',19,'2024-10-12');
