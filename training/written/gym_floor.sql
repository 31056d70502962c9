CREATE TABLE Branch (BranchCode TEXT PRIMARY KEY, BranchName TEXT, Town TEXT, OpensAt TEXT, HasPool INTEGER);
CREATE TABLE Plan (PlanId INTEGER PRIMARY KEY, PlanName TEXT, MonthlyFee REAL, JoiningFee REAL, MinMonths INTEGER);
CREATE TABLE Trainer (TrainerId INTEGER PRIMARY KEY, TrainerName TEXT, Speciality TEXT, HourlyRate REAL, HomeBranch TEXT REFERENCES Branch(BranchCode), SupervisorId INTEGER REFERENCES Trainer(TrainerId));
CREATE TABLE Member (MemberId INTEGER PRIMARY KEY, FirstName TEXT, LastName TEXT, Sex TEXT, BirthDate TEXT, Email TEXT, HomeBranch TEXT REFERENCES Branch(BranchCode), PersonalTrainer INTEGER REFERENCES Trainer(TrainerId));
CREATE TABLE Membership (MembershipId INTEGER PRIMARY KEY, MemberId INTEGER REFERENCES Member(MemberId), PlanId INTEGER REFERENCES Plan(PlanId), StartDate TEXT, EndDate TEXT, Frozen TEXT, SoldBy INTEGER REFERENCES Trainer(TrainerId));
CREATE TABLE CheckIn (CheckInId INTEGER PRIMARY KEY, MemberId INTEGER REFERENCES Member(MemberId), BranchCode TEXT REFERENCES Branch(BranchCode), InAt TEXT, OutAt TEXT, StayMinutes INTEGER);
CREATE TABLE Payment (PaymentId INTEGER PRIMARY KEY, MembershipId INTEGER REFERENCES Membership(MembershipId), DueDate TEXT, PaidDate TEXT, Amount REAL);
INSERT INTO Branch VALUES ('NTH','Northgate','Leeds','05:30',1),('HBR','Harbour','Hull','06:00',0),('MIL','Old Mill','Leeds','06:30',0),('STA','Station','York','05:00',1),('ABB','Abbey','Selby','07:00',0);
INSERT INTO Plan VALUES (1,'Off-Peak',19.5,0,1),(2,'Standard',32,20,6),(3,'Premium',49,20,12),(4,'Student',22,0,3),(5,'Family',75,35,12),(6,'Corporate',28,10,12);
INSERT INTO Trainer VALUES (1,'Rhona McKay','strength',45,'NTH',NULL),(2,'Deshawn Cole','boxing',38,'NTH',1),(3,'Yuki Tanabe','yoga',40,'HBR',1),(4,'Piotr Wolski','strength',35,'MIL',2),(5,'Lena Fuchs','swimming',42,'STA',1),(6,'Omar Said','rehab',50,'STA',5),(7,'Bea Grant','yoga',30,'MIL',3);
INSERT INTO Member VALUES
(11,'Carla','Benson','F','1988-04-12','carla.b@post.uk','NTH',1),(12,'Jamal','Reid','M','1995-09-30','jreid@post.uk','NTH',2),(13,'Wendy','Pike','F','1971-01-05',NULL,'HBR',NULL),
(14,'Tom','Ashby','M','2003-06-18','tash@uni.uk','STA',5),(15,'Ines','Duarte','F','2004-11-02','ines@uni.uk','STA',NULL),(16,'Gary','Holt','M','1965-07-27',NULL,'MIL',4),
(17,'Priya','Nair','F','1990-02-14','pnair@work.uk','NTH',1),(18,'Stan','Kowal','M','1982-12-09','stan@work.uk','MIL',NULL),(19,'Molly','Benson','F','2008-03-21',NULL,'NTH',NULL),(20,'Eric','Thorne','M','1977-08-08','eric.t@post.uk','HBR',3);
INSERT INTO Membership VALUES
(501,11,3,'2022-05-01',NULL,'N',1),(502,12,2,'2023-01-15',NULL,'N',1),(503,13,1,'2023-02-01','2023-12-31','N',3),(504,14,4,'2023-09-20',NULL,'Y',5),(505,15,4,'2024-01-08',NULL,'N',5),
(506,16,2,'2022-10-10','2024-06-30','N',4),(507,17,6,'2024-03-04',NULL,'N',2),(508,18,2,'2024-06-17',NULL,'Y',4),(509,20,3,'2024-08-01',NULL,'N',1),(510,13,2,'2024-09-01',NULL,'N',3),(511,16,3,'2025-01-02',NULL,'N',1);
INSERT INTO CheckIn VALUES
(1,11,'NTH','2024-11-04 06:10:00','2024-11-04 07:25:00',75),(2,12,'NTH','2024-11-04 18:05:00','2024-11-04 19:45:00',100),(3,14,'STA','2024-11-05 17:30:00','2024-11-05 18:10:00',40),
(4,11,'STA','2024-11-09 10:00:00','2024-11-09 11:05:00',65),(5,17,'NTH','2024-11-12 06:30:00','2024-11-12 07:20:00',50),(6,20,'HBR','2024-11-16 09:15:00','2024-11-16 10:45:00',90),
(7,13,'HBR','2024-12-02 13:00:00','2024-12-02 13:35:00',35),(8,11,'NTH','2024-12-03 06:05:00','2024-12-03 07:35:00',90),(9,12,'MIL','2024-12-07 18:20:00','2024-12-07 20:15:00',115),
(10,15,'STA','2025-01-06 17:10:00',NULL,NULL),(11,16,'MIL','2025-01-07 06:45:00','2025-01-07 07:30:00',45),(12,11,'NTH','2025-01-08 06:15:00','2025-01-08 07:35:00',80),(13,20,'NTH','2025-01-11 10:20:00','2025-01-11 11:15:00',55),(14,17,'NTH','2025-01-13 18:40:00',NULL,NULL);
INSERT INTO Payment VALUES
(1,501,'2024-11-01','2024-11-01',49),(2,502,'2024-11-01','2024-11-03',32),(3,504,'2024-11-01',NULL,22),(4,505,'2024-11-01','2024-11-20',22),(5,507,'2024-11-01','2024-11-01',28),(6,508,'2024-11-01',NULL,32),
(7,501,'2024-12-01','2024-12-01',49),(8,502,'2024-12-01',NULL,32),(9,509,'2024-12-01','2024-12-02',49),(10,510,'2024-12-01','2024-12-15',32),(11,501,'2025-01-01','2025-01-02',49),(12,505,'2025-01-01',NULL,22),(13,511,'2025-01-02','2025-01-02',49),(14,509,'2025-01-01',NULL,49);
