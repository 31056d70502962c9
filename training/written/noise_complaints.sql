CREATE TABLE Complaint (
 CaseID INTEGER PRIMARY KEY, OpenedDate TEXT, OpenedTime TEXT, Month TEXT, Year INTEGER, SourceType TEXT, Descriptor TEXT, Channel TEXT, Borough TEXT, Street TEXT, PostCode TEXT, LocationKind TEXT, VenueName TEXT,
 MeasuredDb REAL, LimitDb REAL, MinutesToArrive INTEGER, FirstVisit TEXT, ClosedDate TEXT, Status TEXT, Outcome TEXT, RepeatCase TEXT, PenaltyEur INTEGER, Residents_Affected INTEGER, TeamCode TEXT REFERENCES PatrolTeam(TeamCode));
CREATE TABLE PatrolTeam (TeamCode TEXT PRIMARY KEY, TeamName TEXT, Shift TEXT, HeadOfTeam TEXT, Officers INTEGER);
INSERT INTO PatrolTeam VALUES ('A1','Inner City Early','DAY','Ruth Amsel',6),('A2','Inner City Late','NIGHT','Goran Petric',9),('B1','Outer Belt','DAY','Elif Sahin',4),('B2','Outer Belt Night','NIGHT','Ruben Falk',5),('C1','Reserve','DAY','Tilda Moe',2);
INSERT INTO Complaint VALUES
(8801,'2023-01-13','23:40','January',2023,'MUSIC','Loud music/party','PHONE','Altmarkt','Gerbergasse','10115','BAR','Blue Lantern',78.5,55,22,'2023-01-14','2023-01-14','Closed','FINED','Y',400,14,'A2'),
(8802,'2023-01-20','07:10','January',2023,'CONSTRUCTION','Jackhammer before 8','APP','Nordhafen','Kaistrasse','10227','SITE',NULL,84.0,70,65,'2023-01-20','2023-01-25','Closed','WARNING','N',NULL,30,'B1'),
(8803,'2023-02-11','00:25','February',2023,'MUSIC','Loud Music/Party','PHONE','Altmarkt','Gerbergasse','10115','BAR','Blue Lantern',76.0,55,18,'2023-02-11','2023-02-13','Closed','FINED','Y',600,17,'A2'),
(8804,'2023-03-05','15:30','March',2023,'ANIMAL','Barking dog','WEB','Weinberg','Rebenweg','10439','RESIDENTIAL',NULL,61.2,55,190,'2023-03-07','2023-03-20','Closed','NO ACTION','N',NULL,3,'B1'),
(8805,'2023-04-22','22:50','April',2023,'PEOPLE','Shouting in the street','APP','Altmarkt','Domplatz','10117','STREET',NULL,72.4,60,25,'2023-04-22','2023-04-23','Closed','GONE ON ARRIVAL','N',NULL,9,'A2'),
(8806,'2023-05-19','21:15','May',2023,'MUSIC','Concert rehearsal','PHONE','Nordhafen','Speicherhof','10229','HALL','Kornspeicher',81.3,65,40,'2023-05-19','2023-05-30','Closed','WARNING','N',NULL,22,'B2'),
(8807,'2023-06-17','23:05','June',2023,'MUSIC','Loud music/party','PHONE','Weinberg','Am Hang','10437','RESIDENTIAL',NULL,70.1,50,55,'2023-06-18','2023-06-18','Closed','WARNING','Y',NULL,11,'B2'),
(8808,'2023-07-04','06:20','July',2023,'TRAFFIC','Delivery trucks','WEB','Suedring','Hallenstrasse','10999','SHOP','Frischemarkt',74.8,60,NULL,'2023-07-11','2023-08-02','Closed','FINED','Y',350,26,'B1'),
(8809,'2023-07-29','01:30','July',2023,'MUSIC','Loud music/party','APP','Altmarkt','Domplatz','10117','BAR','Zur Glocke',79.9,55,15,'2023-07-29','2023-08-01','Closed','FINED','N',300,19,'A2'),
(8810,'2023-08-14','10:00','August',2023,'CONSTRUCTION','Road works','PHONE','Suedring','Ringallee','10997','SITE',NULL,88.6,70,80,'2023-08-14','2023-08-21','Closed','NO ACTION','N',NULL,45,'A1'),
(8811,'2023-09-23','23:55','September',2023,'PEOPLE','Crowd after match','PHONE','Nordhafen','Kaistrasse','10227','STREET',NULL,73.3,60,31,'2023-09-23','2023-09-24','Closed','GONE ON ARRIVAL','N',NULL,12,'B2'),
(8812,'2023-11-30','05:45','November',2023,'MACHINE','Cooling unit hum','WEB','Suedring','Hallenstrasse','10999','SHOP','Frischemarkt',58.7,45,NULL,'2023-12-05',NULL,'OPEN','PENDING','Y',NULL,8,'B1'),
(8813,'2024-01-01','00:50','January',2024,'FIREWORKS','Illegal fireworks','PHONE','Altmarkt','Domplatz','10117','STREET',NULL,94.2,60,48,'2024-01-01','2024-01-02','Closed','GONE ON ARRIVAL','N',NULL,60,'A2'),
(8814,'2024-02-10','23:20','February',2024,'MUSIC','Loud Music/Party','APP','Altmarkt','Gerbergasse','10115','BAR','Blue Lantern',74.6,55,20,'2024-02-10','2024-02-15','Closed','FINED','Y',900,16,'A2'),
(8815,'2024-03-12','07:35','March',2024,'CONSTRUCTION','Jackhammer before 8','APP','Weinberg','Rebenweg','10439','SITE',NULL,82.2,70,95,'2024-03-12','2024-03-28','Closed','FINED','N',500,28,'B1'),
(8816,'2024-04-06','19:40','April',2024,'ANIMAL','Rooster','WEB','Weinberg','Am Hang','10437','RESIDENTIAL',NULL,57.9,55,240,'2024-04-09','2024-05-02','Closed','NO ACTION','N',NULL,2,'B1'),
(8817,'2024-05-04','22:30','May',2024,'MUSIC','Street musicians','APP','Altmarkt','Domplatz','10117','STREET',NULL,69.0,60,17,'2024-05-04','2024-05-04','Closed','WARNING','N',NULL,7,'A2'),
(8818,'2024-06-08','02:10','June',2024,'MUSIC','Loud music/party','PHONE','Nordhafen','Speicherhof','10229','HALL','Kornspeicher',83.7,50,35,'2024-06-08','2024-06-19','Closed','FINED','Y',1200,34,'B2'),
(8819,'2024-06-21','14:20','June',2024,'MACHINE','Leaf blower','WEB','Nordhafen','Parkweg','10995','PARK',NULL,66.3,65,NULL,NULL,NULL,'OPEN','PENDING','N',NULL,5,NULL),
(8820,'2024-06-13','23:35','June',2024,'PEOPLE','Shouting in the street','PHONE','Nordhafen','Kaistrasse','10227','STREET',NULL,71.8,60,28,'2024-06-14','2024-06-14','Closed','WARNING','Y',NULL,10,'B2'),
(8821,'2024-08-02','03:15','August',2024,'MUSIC','Loud music/party','APP','Altmarkt','Domplatz','10117','BAR','Zur Glocke',77.1,55,19,'2024-08-02',NULL,'OPEN','PENDING','Y',NULL,21,'A2');
