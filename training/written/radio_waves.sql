CREATE TABLE genres (
  genre_code TEXT PRIMARY KEY,
  label TEXT NOT NULL
);
CREATE TABLE hosts (
  host_id INTEGER PRIMARY KEY,
  full_name TEXT NOT NULL,
  gender TEXT,
  age INTEGER,
  joined_on TEXT,
  mentor_id INTEGER REFERENCES hosts(host_id)
);
CREATE TABLE programmes (
  programme_id INTEGER PRIMARY KEY,
  title TEXT NOT NULL,
  slot TEXT,
  minutes INTEGER,
  listeners INTEGER,
  presenter_id INTEGER REFERENCES hosts(host_id),
  stand_in_id INTEGER REFERENCES hosts(host_id)
);
CREATE TABLE tracks (
  track_id INTEGER PRIMARY KEY,
  title TEXT NOT NULL,
  performer TEXT,
  genre_code TEXT REFERENCES genres(genre_code),
  seconds INTEGER,
  released INTEGER,
  label_name TEXT
);
CREATE TABLE plays (
  play_id INTEGER PRIMARY KEY,
  programme_id INTEGER REFERENCES programmes(programme_id),
  track_id INTEGER REFERENCES tracks(track_id),
  played_at TEXT,
  is_request INTEGER
);
CREATE TABLE advertisers (
  advertiser_id INTEGER PRIMARY KEY,
  company TEXT NOT NULL,
  town TEXT,
  phone TEXT,
  sector TEXT
);
CREATE TABLE spots (
  spot_id INTEGER PRIMARY KEY,
  advertiser_id INTEGER REFERENCES advertisers(advertiser_id),
  programme_id INTEGER REFERENCES programmes(programme_id),
  aired_at TEXT,
  seconds INTEGER,
  price_per_second REAL,
  status TEXT,
  paid_on TEXT
);
INSERT INTO genres VALUES ('JZ','jazz'),('RK','rock'),('FO','folk'),('EL','electronic'),('CL','classical'),('RG','reggae');
INSERT INTO hosts VALUES
(1,'Mara Linde','F',51,'2009-03-01',NULL),
(2,'Tobias Krug','M',44,'2013-09-15',1),
(3,'Selma Ortega','F',36,'2018-01-08',1),
(4,'Jonas Feld','M',29,'2022-05-02',2),
(5,'Priya Nair','F',33,'2021-11-20',3),
(6,'Edgar Wolff','M',62,'2009-03-01',NULL),
(7,'Nina Balint','F',24,'2024-02-12',3),
(8,'Arno Visser','M',39,'2019-07-01',3);
INSERT INTO programmes VALUES
(1,'Early Kettle','morning',180,42000,1,4),
(2,'Lunch Mix','midday',120,23500,2,5),
(3,'Drive Home','afternoon',150,51000,3,2),
(4,'Blue Hour','evening',90,9800,6,8),
(5,'Night Signals','night',240,4100,4,7),
(6,'Village Green','midday',60,7600,5,NULL),
(7,'Sunday Slow','morning',120,18800,3,1),
(8,'Basement Tapes','night',60,1900,8,NULL);
INSERT INTO tracks VALUES
(1,'Copper Rain','The Ferrymen','FO',214,2016,'Larch'),
(2,'Neon Orchard','Vela K','EL',301,2023,'Pulsewidth'),
(3,'Slow Harbour','Ida Bright Trio','JZ',388,1998,'Blue Door'),
(4,'Matchbox Heart','Static Lions','RK',187,2024,'Redbrick'),
(5,'Second Summer','The Ferrymen','FO',243,2021,'Larch'),
(6,'Granite','Static Lions','RK',229,2019,'Redbrick'),
(7,'Adagio for Rain','Hollis Quartet','CL',512,1987,NULL),
(8,'Kite Song','Ama Dread','RG',256,2005,'Sunroot'),
(9,'Voltage Garden','Vela K','EL',334,2025,'Pulsewidth'),
(10,'Midnight Ferry','Ida Bright Trio','JZ',420,2003,'Blue Door'),
(11,'Paper Moonlight','June Alder','FO',198,2024,NULL),
(12,'Iron Parade','Kettleblack','RK',276,2012,'Redbrick'),
(13,'Lantern Tax','Kettleblack','RK',251,2009,'Redbrick');
INSERT INTO plays VALUES
(1,1,1,'2025-03-03 07:12:00',0),(2,1,4,'2025-03-03 07:20:00',1),(3,2,2,'2025-03-03 12:05:00',0),(4,3,4,'2025-03-03 16:31:00',1),
(5,3,6,'2025-03-04 16:45:00',0),(6,4,3,'2025-03-04 20:10:00',0),(7,4,10,'2025-03-04 20:40:00',1),(8,5,9,'2025-03-05 01:15:00',0),
(9,7,1,'2025-03-09 09:05:00',0),(10,7,5,'2025-03-09 09:20:00',1),(11,1,4,'2025-04-01 07:44:00',0),(12,2,2,'2025-04-01 12:30:00',1),
(13,3,2,'2025-04-02 17:02:00',0),(14,3,4,'2025-04-02 17:20:00',1),(15,5,2,'2025-04-03 00:35:00',0),(16,4,3,'2025-04-08 20:22:00',1),
(17,6,1,'2025-04-10 12:15:00',0),(18,6,11,'2025-04-10 12:25:00',0),(19,7,5,'2025-05-04 09:40:00',0),(20,1,6,'2025-05-05 08:01:00',0),
(21,3,9,'2025-05-06 16:12:00',1),(22,5,4,'2025-05-07 02:20:00',0);
INSERT INTO advertisers VALUES
(1,'Brenner Tyres','Halden','555-0101','automotive'),
(2,'Lotus Bakery','Halden','555-0102','food'),
(3,'Optik Sauer','Mirow','555-0103','health'),
(4,'Green Valley Dairy','Tessin','555-0104','food'),
(5,'Kuhn Kitchens','Mirow',NULL,'furniture'),
(6,'Fahrrad Fuchs','Halden','555-0106','automotive'),
(7,'Seaside Spa','Barth',NULL,'health'),
(8,'Nordic Beds','Tessin','555-0108','furniture');
INSERT INTO spots VALUES
(1,1,1,'2024-11-12 07:30:00',30,4.5,'paid','2024-12-01'),
(2,2,1,'2024-12-03 07:45:00',20,4.5,'paid','2024-12-20'),
(3,1,3,'2025-01-14 16:40:00',30,6.0,'paid','2025-02-02'),
(4,3,2,'2025-01-15 12:15:00',25,3.0,'paid','2025-01-30'),
(5,4,3,'2025-02-06 17:05:00',45,6.0,'billed',NULL),
(6,2,7,'2025-02-09 09:30:00',20,2.5,'paid','2025-03-11'),
(7,5,3,'2025-02-20 16:15:00',60,6.5,'billed',NULL),
(8,6,1,'2025-03-03 07:50:00',15,4.8,'paid','2025-03-28'),
(9,1,3,'2025-03-11 17:30:00',30,6.5,'billed',NULL),
(10,3,4,'2025-03-12 20:20:00',25,1.8,'cancelled',NULL),
(11,2,2,'2025-04-02 12:40:00',20,3.2,'paid','2025-04-22'),
(12,4,1,'2025-04-15 08:10:00',45,4.8,'billed',NULL),
(13,6,5,'2025-05-02 23:10:00',15,0.9,'paid','2025-05-19'),
(14,5,3,'2025-05-06 16:50:00',60,6.5,'cancelled',NULL);
