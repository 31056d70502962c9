CREATE TABLE Wings (WingCode TEXT PRIMARY KEY, WingName TEXT, Floor INTEGER);
CREATE TABLE Rooms (RoomNumber INTEGER PRIMARY KEY, WingCode TEXT REFERENCES Wings(WingCode), Beds INTEGER, MonthlyRate REAL, HasBalcony TEXT);
CREATE TABLE Residents (ResidentID INTEGER PRIMARY KEY, FirstName TEXT, LastName TEXT, Gender TEXT, BirthDate TEXT, MovedIn TEXT, MovedOut TEXT, RoomNumber INTEGER REFERENCES Rooms(RoomNumber), CareLevel INTEGER, Diet TEXT);
CREATE TABLE Carers (CarerID INTEGER PRIMARY KEY, FirstName TEXT, LastName TEXT, Phone TEXT, HourlyPay REAL, HiredOn TEXT, SupervisorID INTEGER REFERENCES Carers(CarerID));
CREATE TABLE Medicines (MedicineID INTEGER PRIMARY KEY, MedicineName TEXT, Form TEXT, PricePerDose REAL);
CREATE TABLE MedicationRounds (RoundID INTEGER PRIMARY KEY, ResidentID INTEGER REFERENCES Residents(ResidentID), MedicineID INTEGER REFERENCES Medicines(MedicineID), PlannedAt TEXT, GivenAt TEXT, Doses INTEGER, GivenBy INTEGER REFERENCES Carers(CarerID), CheckedBy INTEGER REFERENCES Carers(CarerID));
CREATE TABLE FamilyContacts (ContactID INTEGER PRIMARY KEY, ResidentID INTEGER REFERENCES Residents(ResidentID), ContactName TEXT, Relation TEXT, Phone TEXT);
INSERT INTO Wings VALUES ('A','Apple Wing',0),('B','Birch Wing',1),('C','Cedar Wing',2),('D','Dune Wing',2);
INSERT INTO Rooms VALUES (1,'A',1,2450,'N'),(2,'A',2,1980,'N'),(11,'B',1,2600,'Y'),(12,'B',2,2050,'Y'),(13,'B',1,2550,'N'),(21,'C',1,2900,'Y'),(22,'C',2,2150,'Y'),(31,'D',1,2700,'N');
INSERT INTO Residents VALUES
(1,'Agnes','Holm','F','1934-05-02','2019-03-01',NULL,1,4,'diabetic'),(2,'Walter','Brandt','M','1938-11-19','2020-09-15',NULL,2,3,NULL),(3,'Rosa','Delgado','F','1941-01-07','2021-02-01',NULL,12,2,'vegetarian'),
(4,'Emil','Novak','M','1930-08-23','2018-06-10','2024-02-28',11,5,'soft'),(5,'Hilde','Brandt','F','1940-04-14','2020-09-15',NULL,2,2,NULL),(6,'Piet','Visser','M','1945-12-30','2023-05-20',NULL,13,3,'diabetic'),
(7,'Margot','Lenz','F','1929-03-11','2017-11-01',NULL,21,5,'soft'),(8,'Ulla','Sand','F','1943-07-08','2023-10-02','2025-01-15',22,1,NULL),(9,'Karl','Ostrow','M','1936-09-17','2024-03-05',NULL,11,4,NULL),(10,'Irma','Feld','F','1939-02-26','2025-02-01',NULL,22,2,'vegetarian');
INSERT INTO Carers VALUES (50,'Brigitte','Maas','555-1101',24.5,'2012-04-01',NULL),(51,'Yusuf','Demir','555-1102',19.8,'2018-08-15',50),(52,'Chloe','Barnes','555-1103',18.2,'2021-01-10',50),(53,'Dorin','Popa',NULL,17.5,'2022-10-01',51),(54,'Anneke','Smit','555-1105',18.9,'2020-03-20',51),(55,'Lars','Quist','555-1106',16.4,'2025-01-02',52);
INSERT INTO Medicines VALUES (1,'Metavol','tablet',0.35),(2,'Cardorin','tablet',0.8),(3,'Insulex','injection',4.2),(4,'Dormisan','drops',0.55),(5,'Calmeron','tablet',1.1),(6,'Oculin','drops',0.9);
INSERT INTO MedicationRounds VALUES
(1,1,3,'2025-03-01 07:30:00','2025-03-01 07:35:00',1,51,50),(2,1,2,'2025-03-01 08:00:00','2025-03-01 08:10:00',1,51,52),(3,2,2,'2025-03-01 08:00:00','2025-03-01 08:20:00',2,52,50),(4,6,3,'2025-03-01 07:30:00','2025-03-01 07:50:00',1,53,51),
(5,7,4,'2025-03-01 21:00:00','2025-03-01 21:05:00',3,54,NULL),(6,7,5,'2025-03-02 08:00:00',NULL,1,NULL,NULL),(7,9,2,'2025-03-02 08:00:00','2025-03-02 08:15:00',1,54,51),(8,3,1,'2025-03-02 12:00:00','2025-03-02 12:00:00',1,51,54),
(9,1,3,'2025-04-02 07:30:00','2025-04-02 07:40:00',1,53,51),(10,5,4,'2025-04-02 21:00:00','2025-04-02 21:30:00',2,52,50),(11,2,5,'2025-04-03 08:00:00',NULL,1,NULL,NULL),(12,6,3,'2025-04-03 07:30:00','2025-04-03 07:30:00',2,51,50),
(13,9,1,'2025-04-05 12:00:00','2025-04-05 12:20:00',1,54,NULL),(14,7,4,'2025-05-01 21:00:00','2025-05-01 21:10:00',3,51,54),(15,1,2,'2025-05-02 08:00:00','2025-05-02 08:05:00',1,52,54);
INSERT INTO FamilyContacts VALUES (1,1,'Sven Holm','son','555-2001'),(2,1,'Tilda Holm','daughter','555-2002'),(3,2,'Jana Brandt','daughter','555-2003'),(4,3,'Luis Delgado','grandson',NULL),(5,6,'Femke Visser','wife','555-2005'),(6,7,'Otto Lenz','son','555-2006'),(7,9,'Vera Kiel','niece','555-2007');
