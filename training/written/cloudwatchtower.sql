CREATE TABLE Region (RegionCode TEXT PRIMARY KEY, RegionName TEXT, Provider TEXT);
CREATE TABLE Engineer (EngId INTEGER PRIMARY KEY, Name TEXT, Phone TEXT, Team TEXT, Level TEXT, MentorId INTEGER REFERENCES Engineer(EngId));
CREATE TABLE Host (HostId INTEGER PRIMARY KEY, HostName TEXT, RegionCode TEXT REFERENCES Region(RegionCode), CpuCores INTEGER, MemoryGb INTEGER, CostPerHour REAL, BootedAt TEXT, IsActive TEXT, OwnerId INTEGER REFERENCES Engineer(EngId));
CREATE TABLE SeverityLevel (Sev TEXT PRIMARY KEY, Label TEXT, ReplyMinutes INTEGER);
CREATE TABLE Alert (AlertId INTEGER PRIMARY KEY, HostId INTEGER REFERENCES Host(HostId), Metric TEXT, ReadValue REAL, Threshold REAL, FiredAt TEXT, Sev TEXT REFERENCES SeverityLevel(Sev), AckBy INTEGER REFERENCES Engineer(EngId), AckAt TEXT);
CREATE TABLE Incident (IncidentId INTEGER PRIMARY KEY, Title TEXT, Status TEXT, Sev TEXT REFERENCES SeverityLevel(Sev), OpenedAt TEXT, ResolvedAt TEXT, ReportedBy INTEGER REFERENCES Engineer(EngId), AssignedTo INTEGER REFERENCES Engineer(EngId), DowntimeMinutes INTEGER);
CREATE TABLE IncidentHost (IncidentId INTEGER REFERENCES Incident(IncidentId), HostId INTEGER REFERENCES Host(HostId), PRIMARY KEY (IncidentId, HostId));
CREATE TABLE OnCallShift (ShiftId INTEGER PRIMARY KEY, EngId INTEGER REFERENCES Engineer(EngId), StartsAt TEXT, EndsAt TEXT, Bonus REAL, IsBackup TEXT);
INSERT INTO Region VALUES ('eu-c','Frankfurt','Nimbus'),('eu-w','Dublin','Nimbus'),('us-e','Virginia','Nimbus'),('ap-s','Singapore','Stratos'),('sa-e','Sao Paulo','Stratos');
INSERT INTO Engineer VALUES (1,'Ines Calder','+49 111','Platform','Senior',NULL),(2,'Bao Tran','+65 222','Platform','Junior',1),(3,'Oskar Wilde','+49 333','Database','Senior',NULL),(4,'Priya Menon','+353 444','Network','Staff',NULL),(5,'Luke Hart',NULL,'Network','Junior',4),(6,'Zoe Adler','+1 666','Database','Junior',3),(7,'Samir Haddad',NULL,'Security','Senior',4);
INSERT INTO Host VALUES
(11,'web-01','eu-c',8,32,0.42,'2025-01-04 03:10:00','Y',1),(12,'web-02','eu-c',8,32,0.42,'2025-01-04 03:12:00','Y',1),
(13,'db-main','eu-w',32,256,2.90,'2024-06-18 22:00:00','Y',3),(14,'db-replica','us-e',32,256,2.75,'2024-06-19 01:30:00','Y',3),
(15,'cache-01','us-e',4,64,0.80,'2024-11-02 10:05:00','Y',2),(16,'queue-01','ap-s',16,64,1.10,'2023-12-11 08:45:00','Y',NULL),
(17,'legacy-ftp','eu-w',2,4,0.09,'2021-02-28 14:00:00','N',4),(18,'batch-07','ap-s',64,128,3.60,'2025-03-22 06:00:00','Y',6),(19,'edge-gw','eu-c',4,8,0.15,'2023-05-09 17:20:00','N',NULL);
INSERT INTO SeverityLevel VALUES ('S1','Critical',5),('S2','Major',15),('S3','Minor',60),('S4','Informational',480);
INSERT INTO Alert VALUES
(501,11,'cpu',97.5,90,'2025-02-03 02:14:00','S2',1,'2025-02-03 02:20:00'),
(502,13,'disk',92,85,'2025-02-03 02:16:00','S1',3,'2025-02-03 02:18:00'),
(503,13,'disk',95,85,'2025-02-10 13:40:00','S1',6,'2025-02-10 14:02:00'),
(504,15,'memory',88,80,'2025-02-18 23:05:00','S3',NULL,NULL),
(505,12,'cpu',93,90,'2025-03-01 09:00:00','S3',2,'2025-03-01 09:45:00'),
(506,16,'latency',840,500,'2025-03-05 16:30:00','S2',4,'2025-03-05 16:41:00'),
(507,16,'latency',1250,500,'2025-03-05 16:55:00','S1',4,'2025-03-05 16:57:00'),
(508,14,'memory',91,90,'2025-03-19 02:50:00','S3',NULL,NULL),
(509,18,'cpu',99,95,'2025-04-02 20:11:00','S2',6,'2025-04-02 20:40:00'),
(510,13,'cpu',94,90,'2024-12-24 18:00:00','S2',3,'2024-12-24 18:05:00'),
(511,17,'disk',99,85,'2024-12-30 05:30:00','S4',NULL,NULL),
(512,13,'memory',96,90,'2025-04-11 02:02:00','S1',3,'2025-04-11 02:03:00');
INSERT INTO Incident VALUES
(1,'Checkout pages time out','closed','S1','2025-02-03 02:20:00','2025-02-03 04:05:00',1,3,105),
(2,'Replication lag','closed','S2','2025-02-10 14:10:00','2025-02-10 15:00:00',6,3,0),
(3,'Queue backlog in Singapore','closed','S1','2025-03-05 17:00:00','2025-03-05 19:30:00',4,2,64),
(4,'Cache evictions','open','S3','2025-03-06 08:30:00',NULL,2,1,0),
(5,'Expired certificate','closed','S2','2024-12-24 18:10:00','2024-12-24 18:50:00',7,4,38),
(6,'Batch jobs starve','investigating','S2','2025-04-02 20:45:00',NULL,6,NULL,NULL),
(7,'FTP box unreachable','closed','S4','2024-12-30 06:00:00','2025-01-02 09:00:00',5,5,12),
(8,'Main database out of memory','open','S1','2025-04-11 02:10:00',NULL,3,3,22);
INSERT INTO IncidentHost VALUES (1,11),(1,12),(1,13),(2,13),(2,14),(3,16),(4,15),(5,19),(6,18),(7,17),(8,13),(8,14);
INSERT INTO OnCallShift VALUES
(1,1,'2025-02-03 00:00:00','2025-02-10 00:00:00',300,'N'),(2,3,'2025-02-10 00:00:00','2025-02-17 00:00:00',310,'N'),(3,2,'2025-02-10 00:00:00','2025-02-17 00:00:00',120,'Y'),
(4,4,'2025-03-03 00:00:00','2025-03-10 00:00:00',300,'N'),(5,6,'2025-03-31 00:00:00','2025-04-07 00:00:00',280,'N'),(6,3,'2025-04-07 00:00:00','2025-04-14 00:00:00',325,'N'),
(7,1,'2025-04-07 00:00:00','2025-04-14 00:00:00',110,'Y'),(8,2,'2024-12-23 00:00:00','2024-12-30 00:00:00',450,'N'),(9,3,'2024-12-30 00:00:00','2025-01-06 00:00:00',440,'N');
