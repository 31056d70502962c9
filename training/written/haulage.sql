CREATE TABLE TruckTypes (TypeCode TEXT PRIMARY KEY, TypeName TEXT, MaxLoadT REAL);
CREATE TABLE Clients (ClientNo INTEGER PRIMARY KEY, ClientName TEXT, Town TEXT, CountryCode TEXT);
CREATE TABLE Trucks (PlateNo TEXT PRIMARY KEY, Make TEXT, TypeCode TEXT REFERENCES TruckTypes(TypeCode), BoughtOn TEXT, PurchasePrice REAL, SoldOn TEXT, TankLitres INTEGER);
CREATE TABLE Truckers (BadgeNo INTEGER PRIMARY KEY, FirstName TEXT, LastName TEXT, BornOn TEXT, LicenceClass TEXT, MentorBadge INTEGER REFERENCES Truckers(BadgeNo), PartTime TEXT);
CREATE TABLE Trips (TripNo INTEGER PRIMARY KEY, PlateNo TEXT REFERENCES Trucks(PlateNo), DriverBadge INTEGER REFERENCES Truckers(BadgeNo), CoDriverBadge INTEGER REFERENCES Truckers(BadgeNo), ClientNo INTEGER REFERENCES Clients(ClientNo), FromTown TEXT, ToTown TEXT, StartOdo INTEGER, EndOdo INTEGER, DepartedAt TEXT, ArrivedAt TEXT, Freight REAL, PaidOn TEXT, TripStatus TEXT);
CREATE TABLE FuelStops (StopNo INTEGER PRIMARY KEY, TripNo INTEGER REFERENCES Trips(TripNo), StationName TEXT, Town TEXT, FuelledAt TEXT, Litres REAL, PricePerLitre REAL, PayMode TEXT);
INSERT INTO TruckTypes VALUES ('TR','Tractor unit',25),('BX','Box truck',12),('RF','Reefer',18),('TK','Tanker',22);
INSERT INTO Clients VALUES (301,'Olivar del Sur','Jaen','ES'),(302,'Polder Fresh','Breda','NL'),(303,'Hansa Beverages','Bremen','DE'),(304,'Ribera Vinos','Logrono','ES'),(305,'Kempen Steel','Genk','BE'),(306,'Tulp & Co','Lisse','NL'),(307,'Weser Papier','Minden','DE');
INSERT INTO Trucks VALUES ('BX-114-K','Volvo','TR','2018-03-12',98000,NULL,900),('BX-207-L','Scania','TR','2020-07-01',112500,NULL,1000),('BX-310-M','MAN','BX','2016-11-20',61000,'2024-10-15',400),('BX-355-P','DAF','RF','2021-05-05',134000,NULL,750),('BX-402-R','Volvo','RF','2023-02-17',149000,NULL,800),('BX-418-S','Mercedes','BX','2024-09-09',74500,NULL,420),('BX-440-T','Iveco','TK','2019-01-30',121000,NULL,850),('BX-459-V','Scania','TK','2025-01-20',158000,NULL,950);
INSERT INTO Truckers VALUES (1,'Bram','Claes','1970-05-02','CE',NULL,'N'),(2,'Ines','Ortega','1984-09-19','CE',1,'N'),(3,'Dirk','Wouters','1991-12-08','C',1,'Y'),(4,'Katrin','Behrens','1988-02-23','CE',2,'N'),(5,'Yusuf','Aydin','1996-07-14','CE',2,'N'),(6,'Noor','Smeets','1999-03-30','C',4,'Y'),(7,'Rafael','Molina','1979-10-11','CE',NULL,'N'),(8,'Elke','Maes','2001-01-05','C',3,'N');
INSERT INTO Trips VALUES
(7001,'BX-114-K',1,2,301,'Jaen','Antwerp',412000,414050,'2024-05-06 05:30:00','2024-05-08 16:00:00',3100,'2024-06-01','D'),
(7002,'BX-207-L',2,NULL,302,'Breda','Lyon',230500,231310,'2024-05-14 04:15:00','2024-05-14 18:40:00',1250,'2024-05-30','D'),
(7003,'BX-310-M',3,NULL,305,'Genk','Liege',388900,388955,'2024-06-03 08:00:00','2024-06-03 09:35:00',240,NULL,'D'),
(7004,'BX-355-P',4,5,302,'Breda','Milan',120200,121230,'2024-06-17 03:50:00','2024-06-18 11:20:00',1980,'2024-07-20','D'),
(7005,'BX-402-R',5,NULL,306,'Lisse','Paris',45100,45610,'2024-09-02 22:10:00','2024-09-03 06:05:00',890,'2024-09-25','D'),
(7006,'BX-440-T',7,1,304,'Logrono','Bremen',260300,262020,'2024-09-23 06:00:00','2024-09-25 19:15:00',2760,'2024-11-04','D'),
(7007,'BX-114-K',1,NULL,303,'Bremen','Prague',418800,419480,'2024-11-11 05:45:00','2024-11-12 10:30:00',1340,NULL,'D'),
(7008,'BX-418-S',6,NULL,305,'Genk','Aachen',1200,1275,'2024-12-05 09:20:00','2024-12-05 11:00:00',260,'2024-12-20','D'),
(7009,'BX-207-L',2,4,301,'Jaen','Hamburg',239000,241480,'2025-01-13 05:00:00','2025-01-16 14:10:00',3650,NULL,'D'),
(7010,'BX-355-P',4,NULL,302,'Breda','Zurich',128700,129480,'2025-02-03 04:30:00','2025-02-03 20:45:00',1420,'2025-03-01','D'),
(7011,'BX-402-R',5,2,306,'Lisse','Vienna',52000,NULL,'2025-02-17 21:30:00',NULL,2100,NULL,'C'),
(7012,'BX-440-T',7,NULL,304,'Logrono','Lille',266500,267700,'2025-03-03 05:15:00','2025-03-04 17:50:00',1870,'2025-03-28','D'),
(7013,'BX-114-K',2,1,301,'Jaen','Antwerp',425000,NULL,'2025-03-24 05:30:00',NULL,3200,NULL,'R'),
(7014,'BX-402-R',5,NULL,302,'Breda','Lyon',53100,NULL,'2025-03-25 06:40:00',NULL,1300,NULL,'R');
INSERT INTO FuelStops VALUES (1,7001,'Repsol Norte','Burgos','2024-05-06 14:10:00',520,1.48,'CARD'),(2,7001,'Total Access','Tours','2024-05-07 12:30:00',410,1.72,'CARD'),(3,7002,'Q8 Easy','Namur','2024-05-14 07:05:00',300,1.61,'CARD'),(4,7004,'Shell Autohof','Koblenz','2024-06-17 09:15:00',350,1.69,'CARD'),(5,7004,'Eni','Como','2024-06-18 08:40:00',120.5,1.83,'CASH'),(6,7005,'Total Access','Lille','2024-09-03 01:20:00',180,1.7,'CARD'),(7,7006,'Repsol Norte','Burgos','2024-09-23 10:00:00',600,1.45,'CARD'),(8,7006,'Aral','Cologne','2024-09-25 11:30:00',255,1.74,'CARD'),(9,7007,'Shell Autohof','Dresden','2024-11-12 06:50:00',310,1.66,'CASH'),(10,7009,'Repsol Norte','Burgos','2025-01-13 15:00:00',640,1.5,'CARD'),(11,7009,'Aral','Cologne','2025-01-16 05:20:00',430,1.71,'VOUCHER'),(12,7010,'Q8 Easy','Namur','2025-02-03 07:45:00',290,1.63,'CARD'),(13,7012,'Total Access','Tours','2025-03-04 09:10:00',385,1.73,'VOUCHER'),(14,7013,'Cepsa','Madrid','2025-03-24 11:55:00',450,1.46,'CARD');
