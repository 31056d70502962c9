CREATE TABLE Period (Period_Code TEXT PRIMARY KEY, Period_Name TEXT, Start_Ma REAL, End_Ma REAL);
CREATE TABLE Department (Dept_No INTEGER PRIMARY KEY, Dept_Name TEXT, Floor INTEGER, Annual_Grant REAL, Head_ID INTEGER REFERENCES Researcher(Researcher_ID));
CREATE TABLE Researcher (
  Researcher_ID INTEGER PRIMARY KEY, First_Name TEXT, Last_Name TEXT, Title TEXT, Age INTEGER, Salary REAL, Dept_No INTEGER REFERENCES Department(Dept_No), Hired_On TEXT);
CREATE TABLE Quarry (Quarry_No INTEGER PRIMARY KEY, Quarry_Name TEXT, Country_Code TEXT, Period_Code TEXT REFERENCES Period(Period_Code), Is_Open INTEGER, Rent_Per_Year REAL);
CREATE TABLE Taxon (Taxon_ID INTEGER PRIMARY KEY, Genus TEXT, Species_Epithet TEXT, Animal_Group TEXT, Named_By INTEGER REFERENCES Researcher(Researcher_ID));
CREATE TABLE Fossil (
  Fossil_No TEXT PRIMARY KEY, Taxon_ID INTEGER REFERENCES Taxon(Taxon_ID), Quarry_No INTEGER REFERENCES Quarry(Quarry_No), Found_On TEXT,
  Found_By INTEGER REFERENCES Researcher(Researcher_ID), Prepared_By INTEGER REFERENCES Researcher(Researcher_ID), Prep_Hours INTEGER, Length_Cm REAL,
  Completeness INTEGER, Quality TEXT, Insured_Value REAL, Is_Holotype TEXT);
CREATE TABLE Scan (Scan_ID INTEGER PRIMARY KEY, Fossil_No TEXT REFERENCES Fossil(Fossil_No), Scanned_At TEXT, Machine TEXT, Slices INTEGER, Cost REAL, Paid_By INTEGER REFERENCES Department(Dept_No));
CREATE TABLE Fossil_Loan (Loan_ID INTEGER PRIMARY KEY, Fossil_No TEXT REFERENCES Fossil(Fossil_No), Borrower TEXT, City TEXT, Sent_On TEXT, Due_On TEXT, Back_On TEXT);
INSERT INTO Period VALUES ('CAM','Cambrian',538.8,485.4),('DEV','Devonian',419.2,358.9),('TRI','Triassic',251.9,201.4),('JUR','Jurassic',201.4,145),('CRE','Cretaceous',145,66),('EOC','Eocene',56,33.9);
INSERT INTO Department VALUES (1,'Vertebrates',2,310000,NULL),(2,'Invertebrates',1,184000,NULL),(3,'Palaeobotany',1,92000,NULL),(4,'Imaging',0,221000,NULL),(5,'Archive',3,38000,NULL);
INSERT INTO Researcher VALUES
(1,'Leonie','Haake','Prof.',57,92400,1,'2003-10-01'),(2,'Tadeusz','Zych','Dr.',41,66100,1,'2013-02-01'),(3,'Amina','Cherif','Dr.',36,61800,1,'2018-09-15'),(4,'Gregor','Ilic','Prof.',62,95700,2,'1996-04-01'),
(5,'Wen','Shao','Dr.',39,63200,2,'2016-01-11'),(6,'Beatrix','Olde','Dr.',48,70300,3,'2009-07-01'),(7,'Jonas','Kettler','technician',29,41200,1,'2020-03-02'),(8,'Pilar','Otero','Dr.',44,72900,4,'2012-11-05'),(9,'Simon','Yeboah','technician',33,43800,4,'2019-05-20'),(10,'Elif','Aydin','student',25,NULL,2,'2023-10-01'),(11,'Rosa','Lund','technician',51,47500,1,'2001-08-13');
UPDATE Department SET Head_ID = 1 WHERE Dept_No = 1;
UPDATE Department SET Head_ID = 4 WHERE Dept_No = 2;
UPDATE Department SET Head_ID = 6 WHERE Dept_No = 3;
UPDATE Department SET Head_ID = 8 WHERE Dept_No = 4;
INSERT INTO Quarry VALUES (1,'Schieferberg','DE','JUR',1,14500),(2,'Wadi Zarqun','MA','CRE',1,6200),(3,'Kielce Ridge','PL','DEV',0,NULL),(4,'Blue Shale Pit','CA','CAM',1,21000),(5,'Ölgrube Nord','DE','EOC',1,18800),(6,'Red Gully','AR','TRI',0,3900),(7,'Liaohe Beds','CN','CRE',1,12700),(8,'Hohe Platte','DE','JUR',1,9600);
INSERT INTO Taxon VALUES
(1,'Haakesaurus','magnus','reptile',2),(2,'Pterolimnus','gracilis','reptile',1),(3,'Zychaspis','kielcensis','fish',2),(4,'Caeruleocaris','spinosa','arthropod',4),(5,'Eohippidion','minor','mammal',3),
(6,'Ammonoceras','planum','mollusc',4),(7,'Rubrosuchus','ferox','reptile',1),(8,'Liaoavis','cheriffae','bird',3),(9,'Palmoxylites','oldeae','plant',6),(10,'Ammonoceras','crassum','mollusc',NULL);
INSERT INTO Fossil VALUES
('F-1001',1,2,'2015-03-14',2,11,860,412,55,'good',480000,'Y'),('F-1002',2,1,'2008-07-22',1,11,310,64.5,90,'excellent',350000,'Y'),('F-1003',2,8,'2017-08-30',7,NULL,NULL,58,40,'poor',42000,'N'),
('F-1004',3,3,'2014-09-03',2,7,145,33.2,70,'good',68000,'Y'),('F-1005',4,4,'2012-06-18',4,5,48,7.4,100,'excellent',27500,'Y'),('F-1006',4,4,'2019-06-25',5,5,36,6.8,85,'good',9800,'N'),
('F-1007',5,5,'2019-05-09',3,7,420,71,80,'excellent',295000,'Y'),('F-1008',6,1,'2010-09-12',4,10,12,18.3,95,'good',1200,'N'),('F-1009',7,6,'2011-11-28',1,11,515,233,35,'fair',160000,'Y'),
('F-1010',8,7,'2021-04-17',3,7,275,29.7,88,'excellent',410000,'Y'),('F-1011',9,5,'2016-10-05',6,NULL,NULL,124,NULL,'fair',5400,'Y'),('F-1012',10,8,'2023-07-11',10,10,15,22.6,92,'good',1450,'N'),('F-1013',5,5,'2024-06-02',7,NULL,NULL,66.4,60,NULL,NULL,'N'),('F-1014',6,8,'2024-08-19',10,NULL,NULL,15.1,99,'good',NULL,'N');
INSERT INTO Scan VALUES
(1,'F-1001','2016-02-10 10:00:00','Micro-CT',2400,3900,1),(2,'F-1002','2014-05-20 14:30:00','Micro-CT',1800,2750,1),(3,'F-1005','2013-11-06 09:15:00','synchrotron',5200,11800,2),(4,'F-1007','2020-01-28 11:00:00','Micro-CT',2100,3400,1),
(5,'F-1010','2022-03-15 13:20:00','synchrotron',6800,14600,1),(6,'F-1010','2021-09-09 09:40:00','laser',1,420,4),(7,'F-1009','2020-10-14 15:05:00','laser',1,510,4),(8,'F-1006','2020-06-11 10:25:00','Micro-CT',1500,2100,2),(9,'F-1011','2022-11-30 09:30:00','laser',1,380,3),(10,'F-1001','2024-04-22 14:10:00','laser',1,560,NULL);
INSERT INTO Fossil_Loan VALUES
(1,'F-1002','Jura House','Solothurn','2022-03-01','2022-09-01','2022-08-24'),(2,'F-1007','Messel Centre','Darmstadt','2023-05-15','2024-05-15','2024-05-10'),(3,'F-1010','Feather Gallery','Beijing','2024-01-20','2025-01-20',NULL),
(4,'F-1005','Burgess Friends','Calgary','2023-09-01','2023-12-01','2024-02-06'),(5,'F-1008','Jura House','Solothurn','2024-10-10','2025-06-30',NULL),(6,'F-1002','Feather Gallery','Beijing','2024-07-01','2024-12-31',NULL),(7,'F-1009','Pampa Institute','Mendoza','2021-02-02','2021-08-02','2021-08-02');
