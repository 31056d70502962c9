CREATE TABLE Conductors (
  ConductorId INTEGER PRIMARY KEY,
  Name TEXT,
  BirthYear INTEGER,
  Country TEXT,
  TaughtBy INTEGER REFERENCES Conductors(ConductorId)
);
CREATE TABLE Choirs (
  ChoirId INTEGER PRIMARY KEY,
  ChoirName TEXT,
  HomeTown TEXT,
  Country TEXT,
  VoiceType TEXT,
  MemberCount INTEGER,
  FoundedYear INTEGER,
  ConductorId INTEGER REFERENCES Conductors(ConductorId),
  DeputyId INTEGER REFERENCES Conductors(ConductorId)
);
CREATE TABLE Pieces (
  PieceId INTEGER PRIMARY KEY,
  Title TEXT,
  Composer TEXT,
  Century INTEGER,
  Language TEXT,
  Minutes REAL,
  Difficulty INTEGER
);
CREATE TABLE Stages (
  StageId INTEGER PRIMARY KEY,
  StageName TEXT,
  Capacity INTEGER,
  Indoor TEXT,
  RentPerDay REAL
);
CREATE TABLE Slots (
  SlotId INTEGER PRIMARY KEY,
  ChoirId INTEGER REFERENCES Choirs(ChoirId),
  StageId INTEGER REFERENCES Stages(StageId),
  StartTime TEXT,
  Visitors INTEGER,
  TicketPrice REAL,
  Cancelled INTEGER
);
CREATE TABLE SlotPieces (
  SlotId INTEGER REFERENCES Slots(SlotId),
  PieceId INTEGER REFERENCES Pieces(PieceId),
  JuryScore REAL,
  PRIMARY KEY (SlotId, PieceId)
);
CREATE TABLE Registrations (
  RegNo INTEGER PRIMARY KEY,
  ChoirId INTEGER REFERENCES Choirs(ChoirId),
  RegisteredOn TEXT,
  Fee REAL,
  PaidOn TEXT,
  Beds INTEGER,
  BusCompany TEXT
);
INSERT INTO Conductors VALUES
(1,'Astrid Holmgren',1958,'SE',NULL),(2,'Janis Ozols',1964,'LV',NULL),(3,'Mairead Quinn',1979,'IE',1),(4,'Dario Conti',1983,'IT',2),(5,'Hedda Lund',1990,'NO',1),(6,'Peter Vogl',1971,'AT',2),(7,'Liga Berzina',1995,'LV',2),(8,'Conor Walsh',1988,'IE',3);
INSERT INTO Choirs VALUES
(1,'Fjordklang','Bergen','NO','mixed',34,1996,5,1),
(2,'Cantores Rigenses','Riga','LV','mixed',48,1971,2,7),
(3,'Harbour Belles','Galway','IE','women',27,2008,3,8),
(4,'Coro Monte Lupo','Trento','IT','men',22,1954,4,NULL),
(5,'Donaustimmen','Linz','AT','mixed',40,1988,6,NULL),
(6,'Salt Lane Singers','Cork','IE','mixed',19,2015,8,3),
(7,'Dzintars Girls','Jurmala','LV','women',31,2002,7,2),
(8,'Kinderchor Enns','Enns','AT','children',52,2010,6,NULL),
(9,'Nordlys Herrer','Tromso','NO','men',25,1962,1,5),
(10,'Isarkantorei','Munich','DE','mixed',38,1979,6,NULL);
INSERT INTO Pieces VALUES
(1,'Evening Gate','Ekman',21,'Swedish',4.5,6),(2,'Put Vejini','traditional',19,'Latvian',3.0,3),(3,'Ave Stella','Rovetti',17,'Latin',6.5,7),(4,'The Ferryman''s Wife','traditional',18,'English',3.5,2),
(5,'La Montanara Sera','Benedet',20,'Italian',4.0,4),(6,'Psalm of Tides','Hawley',21,'English',7.5,9),(7,'Abendruhe','Lindner',19,'German',3.8,4),(8,'Kyrie Breve','Santoro',16,'Latin',5.2,8),(9,'Snow Canon','Ekman',21,'Swedish',2.8,5),(10,'Three Sparrows','Hawley',21,'English',6.0,6),(11,'Requiem Lucis','Rovetti',17,'Latin',9.0,10);
INSERT INTO Stages VALUES (1,'Cathedral',600,'Y',850),(2,'Market Square',1200,'N',300),(3,'Old Granary',180,'Y',220),(4,'River Stage',450,'N',260),(5,'School Hall',240,'Y',90);
INSERT INTO Slots VALUES
(1,1,1,'2024-06-14 19:00:00',480,18,0),(2,2,1,'2024-06-14 20:30:00',560,18,0),(3,3,2,'2024-06-15 11:00:00',700,0,0),(4,4,3,'2024-06-15 16:00:00',150,12,0),
(5,6,3,'2024-06-15 18:00:00',95,12,0),(6,5,4,'2024-06-16 14:00:00',NULL,8,1),(7,1,4,'2025-06-13 18:30:00',310,8,0),(8,2,1,'2025-06-13 20:00:00',590,20,0),
(9,7,3,'2025-06-14 15:00:00',172,14,0),(10,8,2,'2025-06-14 11:00:00',940,0,0),(11,3,4,'2025-06-14 17:00:00',265,8,0),(12,5,1,'2025-06-15 19:00:00',520,20,0),(13,4,2,'2025-06-15 12:00:00',NULL,0,1);
INSERT INTO SlotPieces VALUES (1,1,8.2),(1,6,8.9),(1,9,7.6),(2,2,9.4),(2,3,9.1),(2,8,8.8),(3,4,7.9),(3,10,8.1),(4,5,8.4),(4,8,6.9),(5,4,7.2),(5,6,6.5),(7,9,8.0),(7,1,8.7),(8,2,9.6),(8,6,9.3),(9,2,8.5),(9,3,8.3),(10,7,7.8),(11,4,8.6),(11,1,7.4),(12,7,8.8),(12,3,9.0);
INSERT INTO Registrations VALUES
(1,1,'2024-02-10',240,'2024-03-01',34,'Fjordbuss'),(2,2,'2024-01-22',300,'2024-02-02',50,'Riga Lines'),(3,3,'2024-03-05',180,'2024-03-20',28,NULL),(4,4,'2024-03-28',180,'2024-05-02',23,'Trento Viaggi'),(5,6,'2024-03-30',150,'2024-04-11',NULL,NULL),(6,5,'2024-02-18',260,'2024-03-08',41,'Donau Reisen'),
(7,1,'2025-01-19',250,'2025-02-03',36,'Fjordbuss'),(8,2,'2025-01-12',320,'2025-01-30',52,'Riga Lines'),(9,7,'2025-02-14',210,NULL,33,'Riga Lines'),(10,8,'2025-03-03',200,'2025-03-17',60,'Ennstal Bus'),(11,3,'2025-03-11',190,NULL,29,NULL),(12,5,'2025-02-27',270,'2025-04-01',42,'Donau Reisen'),(13,4,'2025-04-02',190,NULL,NULL,NULL);
