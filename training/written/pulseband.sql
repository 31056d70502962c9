CREATE TABLE appUsers (userId INTEGER PRIMARY KEY, nickname TEXT, birthYear INTEGER, sex TEXT, city TEXT, joinedOn TEXT, premium INTEGER, coachId INTEGER REFERENCES appUsers(userId));
CREATE TABLE deviceModels (modelId INTEGER PRIMARY KEY, modelName TEXT, brand TEXT, waterproof TEXT, price REAL);
CREATE TABLE devices (serialNo TEXT PRIMARY KEY, ownerId INTEGER REFERENCES appUsers(userId), modelId INTEGER REFERENCES deviceModels(modelId), pairedOn TEXT, batteryPct INTEGER, lastSync TEXT);
CREATE TABLE sportTypes (sportCode TEXT PRIMARY KEY, label TEXT, outdoor INTEGER);
CREATE TABLE workouts (workoutId INTEGER PRIMARY KEY, userId INTEGER REFERENCES appUsers(userId), sportCode TEXT REFERENCES sportTypes(sportCode), startedAt TEXT, minutes INTEGER, kcal INTEGER, distanceKm REAL, avgPulse INTEGER);
CREATE TABLE goals (goalId INTEGER PRIMARY KEY, userId INTEGER REFERENCES appUsers(userId), goalKind TEXT, target REAL, dueOn TEXT, reachedOn TEXT);
INSERT INTO appUsers VALUES
(1,'Marisol',1981,'F','Graz','2022-03-14',1,NULL),
(2,'tomek_runs',1994,'M','Linz','2022-09-01',0,1),
(3,'Ingrid',1969,'F','Graz','2023-01-20',1,1),
(4,'Fabio',1988,'M','Wels','2023-02-11',1,1),
(5,'quickfox',2001,'F','Linz','2023-06-30',0,4),
(6,'Bernd',1958,'M','Graz','2023-11-05',0,4),
(7,'Amira',1997,'F','Steyr','2024-01-02',1,4),
(8,'oldoak',1949,'M','Wels','2024-04-18',0,NULL),
(9,'Lotte',1990,'F','Linz','2024-07-23',0,1),
(10,'Pavel',1985,'M','Steyr','2025-02-09',1,NULL);
INSERT INTO deviceModels VALUES
(1,'Strap One','Velora','Y',79.0),(2,'Strap Two','Velora','Y',119.0),(3,'Ring S','Ostra','Y',249.0),(4,'Clip','Ostra','N',39.0),(5,'Chronos 4','Hexawatch','Y',329.0),(6,'Chronos Lite','Hexawatch','N',159.0),(7,'Ring M','Ostra','Y',279.0);
INSERT INTO devices VALUES
('VB100',1,2,'2022-03-14',64,'2025-05-02 07:10:00'),
('VB101',2,1,'2022-09-02',12,'2025-04-28 19:45:00'),
('OR200',3,3,'2023-01-21',88,'2025-05-03 06:30:00'),
('HX300',4,5,'2023-02-11',45,'2025-05-03 21:05:00'),
('OC201',5,4,'2023-07-01',7,NULL),
('VB102',6,1,'2023-11-05',33,'2024-12-20 10:00:00'),
('HX301',7,5,'2024-01-03',91,'2025-05-01 18:15:00'),
('HX302',1,6,'2024-05-19',50,'2025-03-11 12:00:00'),
('OC202',8,4,'2024-04-20',NULL,NULL),
('VB103',4,2,'2024-10-10',76,'2025-05-02 08:00:00');
INSERT INTO sportTypes VALUES ('RUN','Running',1),('SWI','Swimming',0),('CYC','Cycling',1),('YOG','Yoga',0),('ROW','Rowing',1),('HIK','Hiking',1);
INSERT INTO workouts VALUES
(1,1,'RUN','2024-01-06 07:00:00',45,480,8.2,148),
(2,2,'RUN','2024-01-07 18:30:00',60,690,11.5,156),
(3,3,'YOG','2024-01-14 09:00:00',50,160,NULL,92),
(4,4,'CYC','2024-03-02 10:15:00',120,1100,48.0,139),
(5,1,'SWI','2024-03-09 07:00:00',40,410,1.8,NULL),
(6,5,'RUN','2024-05-11 20:10:00',25,270,4.1,161),
(7,2,'RUN','2024-06-15 18:00:00',75,860,14.3,158),
(8,7,'HIK','2024-08-24 08:00:00',240,1450,17.0,118),
(9,3,'SWI','2024-10-03 09:00:00',35,300,1.2,NULL),
(10,4,'CYC','2025-01-18 10:00:00',90,820,35.5,142),
(11,1,'RUN','2025-02-01 07:00:00',50,530,9.4,150),
(12,7,'YOG','2025-02-13 18:30:00',60,190,NULL,88),
(13,2,'CYC','2025-03-22 17:20:00',80,700,30.2,137),
(14,9,'RUN','2025-04-05 07:40:00',30,310,5.0,152),
(15,4,'RUN','2025-04-26 18:00:00',55,610,9.9,154),
(16,1,'HIK','2025-05-01 08:30:00',180,1120,13.6,115),
(17,6,'HIK','2025-05-01 09:00:00',150,900,9.0,NULL);
INSERT INTO goals VALUES
(1,1,'distance',500,'2024-12-31','2024-11-19'),(2,2,'distance',800,'2024-12-31',NULL),(3,3,'weight',68,'2024-06-30','2024-06-12'),
(4,4,'kcal',20000,'2024-12-31','2024-12-30'),(5,5,'steps',300000,'2024-09-30',NULL),(6,7,'distance',400,'2025-06-30',NULL),
(7,1,'weight',62,'2025-03-31',NULL),(8,9,'steps',250000,'2025-05-31','2025-05-04'),(9,4,'distance',1000,'2025-12-31',NULL),(10,8,'weight',80,'2025-06-30',NULL);
