CREATE TABLE Category (
 CatCode TEXT PRIMARY KEY,
 CatName TEXT,
 RoomNo TEXT
);
CREATE TABLE Pupil (
 PupilNr INTEGER PRIMARY KEY,
 PupilName TEXT,
 Grade INTEGER,
 Town TEXT,
 Sex TEXT
);
CREATE TABLE Project (
 ProjectNr INTEGER PRIMARY KEY,
 Title TEXT,
 CatCode TEXT REFERENCES Category(CatCode),
 LeadPupil INTEGER REFERENCES Pupil(PupilNr),
 PartnerPupil INTEGER REFERENCES Pupil(PupilNr),
 MaterialCost REAL,
 NeedsPower INTEGER,
 EnteredOn TEXT
);
CREATE TABLE Judge (
 JudgeNr INTEGER PRIMARY KEY,
 JudgeName TEXT,
 Profession TEXT,
 FirstFair INTEGER
);
CREATE TABLE Mark (
 MarkNr INTEGER PRIMARY KEY,
 ProjectNr INTEGER REFERENCES Project(ProjectNr),
 JudgeNr INTEGER REFERENCES Judge(JudgeNr),
 Points REAL,
 GivenAt TEXT,
 Remark TEXT
);
INSERT INTO Category VALUES ('BIO','Biology','A1'),('CHE','Chemistry','A2'),('PHY','Physics','B1'),('COM','Computing','B2'),('ENV','Environment','A1'),('AST','Astronomy','Roof');
INSERT INTO Pupil VALUES
(1,'Lily Hart',8,'Wexborough','F'),(2,'Omar Aziz',9,'Wexborough','M'),(3,'Jack Doyle',7,'Stow','M'),(4,'Mei Chen',10,'Lowfield','F'),(5,'Sofia Ricci',8,'Stow','F'),(6,'Finn Berg',11,'Lowfield','M'),
(7,'Aisha Bello',10,'Wexborough','F'),(8,'Tom Pike',9,'Stow','M'),(9,'Ella Novak',7,'Lowfield','F'),(10,'Raj Patel',11,'Wexborough','M'),(11,'Zoe Marsh',12,'Arden','F'),(12,'Henry Ball',8,'Arden','M');
INSERT INTO Project VALUES
(1,'Do Worms Like Music','BIO',1,5,12.5,0,'2025-01-14'),(2,'Lemon Battery','CHE',2,NULL,8,0,'2025-01-20'),(3,'Paper Bridge','PHY',3,8,4.2,0,'2025-02-03'),(4,'Face Finder','COM',4,NULL,0,1,'2025-01-22'),
(5,'River Plastic Count','ENV',5,1,21,0,'2025-02-11'),(6,'Wind Tunnel','PHY',6,10,95.4,1,'2024-12-18'),(7,'Sugar Rocket','CHE',7,NULL,33.3,0,'2024-12-19'),(8,'Robot Gardener','COM',10,6,140,1,'2025-02-11'),
(9,'Moss Clock','BIO',9,NULL,NULL,0,'2025-01-30'),(10,'Soap Bubbles','CHE',12,3,6.8,0,'2025-02-20'),(11,'Rain in a Jar','ENV',8,NULL,9.9,1,'2025-02-21');
INSERT INTO Judge VALUES (1,'Dr Ines Falk','chemist',2015),(2,'Paul Okoro','engineer',2019),(3,'Dr Marta Lind','biologist',2012),(4,'Sam Whitby','engineer',2024),(5,'Gwen Tate','journalist',2021),(6,'Karl Busch','astronomer',2018);
INSERT INTO Mark VALUES
(1,1,3,17.5,'2025-03-08 09:10:00','charming'),(2,1,5,18,'2025-03-08 10:25:00',NULL),(3,2,1,12,'2025-03-08 09:40:00','seen before'),(4,2,2,13.5,'2025-03-08 11:05:00',NULL),
(5,3,2,15,'2025-03-08 09:30:00',NULL),(6,3,4,16,'2025-03-08 13:15:00','strong bridge'),(7,4,4,19,'2025-03-08 10:10:00','very strong code'),(8,5,3,18.5,'2025-03-08 10:55:00','real data'),
(9,5,5,19,'2025-03-08 14:20:00',NULL),(10,6,2,17,'2025-03-08 13:45:00',NULL),(11,6,1,14,'2025-03-08 14:05:00','too loud'),(12,7,1,11.5,'2025-03-08 13:05:00','no safety plan'),
(13,8,4,20,'2025-03-08 11:30:00','superb'),(14,8,2,19,'2025-03-08 15:00:00',NULL),(15,10,1,9.5,'2025-03-08 15:10:00',NULL),(16,9,3,15.5,'2025-03-08 11:50:00',NULL),(17,10,5,13,'2025-03-08 15:25:00',NULL);
