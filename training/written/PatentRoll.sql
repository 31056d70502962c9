CREATE TABLE TechField (FieldCode TEXT PRIMARY KEY, FieldTitle TEXT);
CREATE TABLE Examiner (ExaminerID INTEGER PRIMARY KEY, ExaminerName TEXT, Grade INTEGER, Office TEXT, HeadID INTEGER REFERENCES Examiner(ExaminerID));
CREATE TABLE Applicant (ApplicantID INTEGER PRIMARY KEY, CompanyName TEXT, CountryCode TEXT, Kind TEXT);
CREATE TABLE Inventor (InventorID INTEGER PRIMARY KEY, GivenName TEXT, FamilyName TEXT, CountryCode TEXT, BirthYear INTEGER);
CREATE TABLE Patent (
  PatentNo TEXT PRIMARY KEY, Title TEXT, FieldCode TEXT REFERENCES TechField(FieldCode),
  ApplicantID INTEGER REFERENCES Applicant(ApplicantID),
  FirstExaminer INTEGER REFERENCES Examiner(ExaminerID), SecondExaminer INTEGER REFERENCES Examiner(ExaminerID),
  FiledOn TEXT, GrantedOn TEXT, LegalStatus TEXT, ClaimCount INTEGER);
CREATE TABLE PatentInventor (PatentNo TEXT REFERENCES Patent(PatentNo), InventorID INTEGER REFERENCES Inventor(InventorID), SharePct INTEGER, PRIMARY KEY (PatentNo, InventorID));
CREATE TABLE Citation (CitingNo TEXT REFERENCES Patent(PatentNo), CitedNo TEXT REFERENCES Patent(PatentNo), AddedBy TEXT, PRIMARY KEY (CitingNo, CitedNo));
CREATE TABLE RenewalFee (FeeID INTEGER PRIMARY KEY, PatentNo TEXT REFERENCES Patent(PatentNo), FeeYear INTEGER, Amount REAL, DueOn TEXT, PaidOn TEXT);
INSERT INTO TechField VALUES ('OPT','Optics'),('BIO','Biotechnology'),('BAT','Batteries'),('ROB','Robotics'),('TEX','Textiles'),('ACO','Acoustics');
INSERT INTO Examiner VALUES
(1,'Halvorsen',14,'North',NULL),(2,'Mbeki',12,'North',1),(3,'Santoro',11,'South',1),(4,'Quist',9,'South',3),(5,'Ferreira',10,'North',2),(6,'Tanaka',8,'South',3);
INSERT INTO Applicant VALUES
(10,'Lumora Optik','DE','company'),(11,'Voltwerk','AT','company'),(12,'Genaris','CH','company'),(13,'University of Aarn','NO','university'),(14,'Handroid','JP','company'),(15,'Elsa Brandt','DE','person'),(16,'Silentum','SE','company');
INSERT INTO Inventor VALUES
(501,'Elsa','Brandt','DE',1971),(502,'Kenji','Mori','JP',1980),(503,'Ruth','Aeschbacher','CH',1966),(504,'Ola','Nygaard','NO',1988),(505,'Marek','Dvorsky','CZ',1975),(506,'Hanna','Lind','SE',1992),(507,'Jonas','Keller','DE',1984),(508,'Aiko','Sato','JP',1990),(509,'Peter','Gruber','AT',1959),(510,'Ingrid','Moe','NO',1979);
INSERT INTO Patent VALUES
('P1001','Foldable lens array','OPT',10,2,1,'2019-02-11','2021-05-03','granted',14),
('P1002','Solid electrolyte cell','BAT',11,3,1,'2019-09-30','2022-01-17','granted',22),
('P1003','Enzyme for cold washing','BIO',12,5,2,'2020-01-20','2023-03-06','granted',9),
('P1004','Soft gripper hand','ROB',14,4,3,'2020-06-08','2022-08-22','granted',17),
('P1005','Sound absorbing curtain','ACO',16,6,3,'2020-11-16',NULL,'refused',6),
('P1006','Self cleaning mirror','OPT',10,2,5,'2021-03-01','2023-09-11','granted',11),
('P1007','Battery housing with cooling fins','BAT',11,3,4,'2021-07-19','2024-02-05','granted',19),
('P1008','Walking aid robot','ROB',14,4,6,'2022-01-31','2024-06-24','granted',25),
('P1009','Algae based fibre','TEX',13,5,2,'2022-05-23',NULL,'pending',8),
('P1010','Lens cleaning robot','ROB',10,2,4,'2022-10-10',NULL,'pending',13),
('P1011','Quiet fan blade','ACO',16,6,NULL,'2023-02-27',NULL,'pending',7),
('P1012','Adjustable reading glass','OPT',15,2,1,'2023-06-05','2025-01-20','granted',5),
('P1013','Sodium battery paste','BAT',13,3,NULL,'2024-03-18',NULL,'withdrawn',10),
('P1014','Bacterial dye','BIO',12,5,NULL,'2024-09-09',NULL,'pending',12);
INSERT INTO PatentInventor VALUES
('P1001',501,60),('P1001',507,40),('P1002',509,100),('P1003',503,70),('P1003',505,30),('P1004',502,50),('P1004',508,50),('P1005',506,100),('P1006',507,100),('P1007',509,50),('P1007',505,50),('P1008',502,40),('P1008',508,60),('P1009',504,80),('P1009',510,20),('P1010',507,50),('P1010',502,50),('P1011',506,100),('P1012',501,100),('P1013',504,100),('P1014',503,100);
INSERT INTO Citation VALUES
('P1006','P1001','applicant'),('P1010','P1001','examiner'),('P1010','P1006','applicant'),('P1010','P1004','examiner'),('P1012','P1001','examiner'),('P1007','P1002','applicant'),('P1013','P1002','examiner'),('P1013','P1007','examiner'),('P1008','P1004','applicant'),('P1014','P1003','applicant'),('P1011','P1005','examiner');
INSERT INTO RenewalFee VALUES
(1,'P1001',3,120,'2022-02-28','2022-02-10'),(2,'P1001',4,160,'2023-02-28','2023-03-14'),(3,'P1001',5,210,'2024-02-29','2024-02-20'),(4,'P1002',3,120,'2022-09-30','2022-09-01'),(5,'P1002',4,160,'2023-09-30','2023-09-28'),(6,'P1002',5,210,'2024-09-30',NULL),(7,'P1003',4,160,'2024-01-31','2024-01-15'),(8,'P1004',3,120,'2023-06-30','2023-06-02'),(9,'P1004',4,160,'2024-06-30',NULL),(10,'P1006',3,120,'2024-03-31','2024-03-05'),(11,'P1007',3,120,'2024-07-31',NULL),(12,'P1008',3,120,'2025-01-31','2025-01-30');
