CREATE TABLE Area (areaCode TEXT PRIMARY KEY, areaName TEXT);
CREATE TABLE Volunteer (
  volunteerId INTEGER PRIMARY KEY,
  fullName TEXT,
  qualification TEXT,
  joinedOn TEXT,
  hoursPerWeek INTEGER,
  isActive TEXT,
  mentorId INTEGER REFERENCES Volunteer(volunteerId)
);
CREATE TABLE HelpSeeker (
  seekerId INTEGER PRIMARY KEY,
  fullName TEXT,
  gender TEXT,
  yearOfBirth INTEGER,
  nationality TEXT,
  monthlyIncome REAL,
  district TEXT
);
CREATE TABLE CaseFile (
  caseNo INTEGER PRIMARY KEY,
  seekerId INTEGER REFERENCES HelpSeeker(seekerId),
  areaCode TEXT REFERENCES Area(areaCode),
  intakeBy INTEGER REFERENCES Volunteer(volunteerId),
  handledBy INTEGER REFERENCES Volunteer(volunteerId),
  openedOn TEXT,
  closedOn TEXT,
  outcome TEXT,
  urgent INTEGER
);
CREATE TABLE Court (courtId INTEGER PRIMARY KEY, courtName TEXT, city TEXT);
CREATE TABLE Hearing (
  hearingId INTEGER PRIMARY KEY,
  caseNo INTEGER REFERENCES CaseFile(caseNo),
  courtId INTEGER REFERENCES Court(courtId),
  heldAt TEXT,
  judgeName TEXT,
  durationMin INTEGER,
  interpreterNeeded INTEGER
);
CREATE TABLE VolunteerLanguage (
  volunteerId INTEGER REFERENCES Volunteer(volunteerId),
  languageName TEXT,
  PRIMARY KEY (volunteerId, languageName)
);
INSERT INTO Area VALUES ('TEN','Tenancy'),('ASY','Asylum'),('DEB','Debt'),('EMP','Labour'),('FAM','Family'),('SOC','Benefits');
INSERT INTO Volunteer VALUES
(1,'Odile Garnier','solicitor','2015-03-01',12,'Y',NULL),
(2,'Tomasz Wilk','barrister','2017-09-12',6,'Y',1),
(3,'Amara Diallo','law student','2022-10-03',10,'Y',1),
(4,'Greg Pullman','solicitor','2018-01-20',4,'N',1),
(5,'Yasmin Farouk','law student','2023-02-14',15,'Y',2),
(6,'Bela Kertesz','retired judge','2019-05-06',5,'Y',NULL),
(7,'Nuria Campos','paralegal','2021-11-11',20,'Y',6),
(8,'Sam Whitlock','law student','2024-01-29',8,'Y',7);
INSERT INTO HelpSeeker VALUES
(201,'Ibrahim Kanu','M',1990,'SL',780,'Northgate'),
(202,'Petra Novak','F',1975,'CZ',1320,'Riverside'),
(203,'Fatima Rahimi','F',1986,'AF',0,'Northgate'),
(204,'Colin Bates','M',1958,'GB',1050,'Old Docks'),
(205,'Tesfaye Alemu','M',1999,'ET',410,'Northgate'),
(206,'Marie Leclerc','F',1968,'FR',1490,'Hillside'),
(207,'Joan Ellery','F',1950,'GB',960,'Riverside'),
(208,'Daniel Osei','M',1982,'GH',1610,'Old Docks'),
(209,'Zeynep Arslan','F',1994,'TR',1240,'Hillside'),
(210,'Liam Brody','M',2001,'GB',NULL,'Old Docks');
INSERT INTO CaseFile VALUES
(3001,201,'ASY',3,2,'2023-01-16','2023-09-01','won',1),
(3002,202,'TEN',3,1,'2023-03-22','2023-06-30','settled',0),
(3003,203,'ASY',7,2,'2023-05-09',NULL,NULL,1),
(3004,204,'DEB',5,4,'2023-08-14','2024-02-05','lost',0),
(3005,205,'ASY',7,6,'2023-11-27','2024-07-19','won',1),
(3006,206,'EMP',5,1,'2024-01-08','2024-04-12','settled',0),
(3007,207,'SOC',7,7,'2024-02-19','2024-03-15','won',0),
(3008,208,'EMP',3,1,'2024-05-02','2024-12-11','lost',0),
(3009,202,'DEB',7,7,'2024-06-24',NULL,NULL,0),
(3010,209,'FAM',5,6,'2024-09-03','2025-01-28','won',1),
(3011,204,'TEN',3,3,'2024-10-21',NULL,NULL,1),
(3012,209,'TEN',7,1,'2025-02-10',NULL,NULL,0),
(3013,210,'SOC',5,NULL,'2025-03-04',NULL,NULL,0);
INSERT INTO Court VALUES (1,'County Court','Fenwick'),(2,'Immigration Tribunal','Marlow'),(3,'Employment Tribunal','Fenwick'),(4,'Family Court','Tilbury'),(5,'High Court','Marlow');
INSERT INTO Hearing VALUES
(1,3001,2,'2023-05-15 10:00:00','Ashcroft',95,1),
(2,3001,2,'2023-08-21 14:00:00','Ashcroft',60,1),
(3,3003,2,'2023-10-09 09:30:00','Penhale',120,1),
(4,3004,1,'2024-01-22 11:00:00','Moss',35,0),
(5,3005,2,'2024-04-18 10:00:00','Penhale',80,1),
(6,3005,2,'2024-07-08 09:30:00','Ashcroft',45,1),
(7,3006,3,'2024-04-02 14:00:00','Rooke',50,0),
(8,3008,3,'2024-09-26 10:00:00','Rooke',110,0),
(9,3008,3,'2024-12-03 11:00:00','Rooke',70,0),
(10,3010,4,'2024-12-17 09:30:00','Ivers',65,1),
(11,3011,1,'2025-01-30 10:00:00','Moss',30,0),
(12,3003,2,'2025-02-20 14:00:00','Penhale',90,1);
INSERT INTO VolunteerLanguage VALUES
(1,'French'),(1,'German'),(2,'Polish'),(2,'Russian'),(3,'French'),(3,'Fula'),(5,'Arabic'),(5,'French'),(6,'Hungarian'),(6,'German'),(7,'Spanish'),(8,'Turkish');
