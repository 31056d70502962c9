CREATE TABLE Member (MemberKey INTEGER PRIMARY KEY, Nickname TEXT, Gender TEXT, BirthYear INTEGER, HeightCm INTEGER, StartWeightKg REAL, GoalWeightKg REAL, HomeTown TEXT, DeviceModel TEXT, PlanCode TEXT, SignedUp TEXT, CancelledOn TEXT, InvitedBy INTEGER REFERENCES Member(MemberKey));
CREATE TABLE ActivityType (TypeCode TEXT PRIMARY KEY, TypeName TEXT, Outdoor INTEGER, MetValue REAL);
CREATE TABLE WorkoutLog (
 WorkoutNo INTEGER PRIMARY KEY, MemberKey INTEGER REFERENCES Member(MemberKey), TypeCode TEXT REFERENCES ActivityType(TypeCode), StartTime TEXT, DurationMin REAL, MovingMin REAL, DistanceKm REAL, AscentM INTEGER, Steps INTEGER, CaloriesKcal INTEGER, AvgHeartBpm INTEGER, MaxHeartBpm INTEGER, SleepHoursBefore REAL, Mood TEXT, StartPlace TEXT, EndPlace TEXT, ManualEntry TEXT);
INSERT INTO Member VALUES
(1,'Bramble','F',1988,168,71.5,66,'Leith','Pulse 3','PREM','2022-11-04',NULL,NULL),(2,'tomcat','M',1979,182,94.0,84,'Falkirk','Pulse 2','FREE','2023-01-02',NULL,1),(3,'Zofia R','F',1995,174,63.2,63,'Leith','Stride X','PREM','2023-02-17',NULL,1),
(4,'oldgoat','M',1956,176,80.4,77,'Perth','Pulse 3','PREM','2023-03-23',NULL,NULL),(5,'Minty','F',2001,161,58.0,56,'Dundee','Stride X','FREE','2023-05-30','2024-01-31',3),(6,'HillBilly','M',1990,179,85.7,79,'Perth','Stride X','FAM','2023-09-12',NULL,4),(7,'snoozer','M',1984,170,99.3,85,'Falkirk','Pulse 2','FREE','2024-01-01',NULL,2);
INSERT INTO ActivityType VALUES ('RUN','Running',1,9.8),('CYC','Cycling',1,7.5),('SWM','Swimming',0,6.0),('HIK','Hiking',1,5.3),('YOG','Yoga',0,2.5),('ROW','Rowing machine',0,7.0),('SKI','Skiing',1,7.0);
INSERT INTO WorkoutLog VALUES
(301,1,'RUN','2023-03-04 07:10:00',52,50,9.1,85,9400,610,151,172,7.5,'GREAT','Leith','Portobello','N'),(302,1,'SWM','2023-03-07 18:30:00',40,36,1.4,NULL,NULL,380,132,149,6.5,'OK','Leith','Leith','N'),
(303,2,'CYC','2023-04-15 09:00:00',95,88,31.5,240,NULL,880,138,165,8.0,'GREAT','Falkirk','Stirling','N'),(304,2,'RUN','2023-04-18 19:15:00',31,30,4.8,30,5200,390,158,179,5.5,'TIRED','Falkirk','Falkirk','N'),
(305,3,'RUN','2023-05-06 06:45:00',61,60,12.3,110,12050,720,149,170,7.8,'GREAT','Leith','Cramond','N'),(306,3,'YOG','2023-05-08 20:00:00',45,45,NULL,NULL,NULL,140,94,112,7.0,'OK','Leith','Leith','Y'),
(307,4,'HIK','2023-06-18 08:20:00',310,265,18.6,980,27500,1950,118,151,8.3,'GREAT','Perth','Dunkeld','N'),(308,4,'HIK','2023-08-27 09:05:00',255,220,14.9,720,21900,1580,116,147,7.9,'OK','Pitlochry','Pitlochry','N'),
(309,5,'ROW','2023-09-11 17:40:00',25,24,5.2,NULL,NULL,260,146,168,6.0,'TIRED','Dundee','Dundee','Y'),(310,5,'RUN','2023-10-01 10:30:00',38,37,6.0,42,6600,400,161,185,7.1,'OK','Dundee','Broughty Ferry','N'),
(311,6,'CYC','2023-10-14 08:00:00',180,169,62.4,710,NULL,1690,141,174,7.4,'GREAT','Perth','Crieff','N'),(312,6,'HIK','2023-11-05 09:30:00',205,180,11.8,640,17200,1320,121,156,6.8,'OK','Crieff','Crieff','N'),
(313,1,'RUN','2024-01-06 08:00:00',49,48,9.0,80,9250,590,149,171,7.2,'OK','Leith','Portobello','N'),(314,7,'CYC','2024-01-08 18:00:00',30,26,7.9,15,NULL,270,144,169,5.0,'TIRED','Falkirk','Falkirk','Y'),
(315,3,'RUN','2024-02-10 07:05:00',98,96,21.1,190,20400,1210,153,177,8.1,'GREAT','Leith','Musselburgh','N'),(316,2,'CYC','2024-03-17 10:10:00',120,111,40.2,310,NULL,1090,136,163,7.6,'OK','Falkirk','Linlithgow','N'),
(317,4,'SWM','2024-03-20 11:00:00',35,33,1.1,NULL,NULL,290,108,127,8.5,'GREAT','Perth','Perth','N'),(318,7,'YOG','2024-04-02 21:00:00',20,20,NULL,NULL,NULL,60,88,101,5.4,'TIRED','Falkirk','Falkirk','Y'),
(319,6,'RUN','2024-04-13 09:00:00',44,43,8.2,95,8700,560,155,180,6.9,'OK','Perth','Scone','N'),(320,1,'CYC','2024-05-04 13:20:00',75,70,22.6,160,NULL,700,134,158,NULL,'GREAT','Leith','Dalkeith','N'),
(321,4,'HIK','2024-05-26 07:50:00',340,290,20.3,1120,29800,2080,119,153,8.0,'GREAT','Dunkeld','Pitlochry','N'),(322,3,'SWM','2024-06-09 12:15:00',50,47,2.0,NULL,NULL,470,129,146,7.3,'OK','Leith','Leith','N');
