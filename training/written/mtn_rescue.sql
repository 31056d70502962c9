CREATE TABLE valley (valley_code TEXT PRIMARY KEY, valley_name TEXT, district TEXT);
CREATE TABLE hut (
  hut_no INTEGER PRIMARY KEY, hut_name TEXT, valley_code TEXT REFERENCES valley(valley_code),
  altitude_m INTEGER, beds INTEGER, has_radio TEXT, warden_phone TEXT);
CREATE TABLE rescuer (
  badge INTEGER PRIMARY KEY, first_name TEXT, last_name TEXT, gender TEXT, birth_year INTEGER,
  home_hut INTEGER REFERENCES hut(hut_no), joined_on TEXT, specialty TEXT, is_volunteer INTEGER,
  mentor_badge INTEGER REFERENCES rescuer(badge));
CREATE TABLE mission_type (type_code TEXT PRIMARY KEY, descr TEXT);
CREATE TABLE mission (
  mission_id INTEGER PRIMARY KEY, alarm_at TEXT, closed_at TEXT, type_code TEXT REFERENCES mission_type(type_code),
  valley_code TEXT REFERENCES valley(valley_code), leader_badge INTEGER REFERENCES rescuer(badge),
  dispatcher_badge INTEGER REFERENCES rescuer(badge), persons_saved INTEGER, cost_eur REAL, weather TEXT);
CREATE TABLE mission_crew (
  mission_id INTEGER REFERENCES mission(mission_id), badge INTEGER REFERENCES rescuer(badge), hours_out REAL,
  PRIMARY KEY (mission_id, badge));
CREATE TABLE equipment (
  item_id INTEGER PRIMARY KEY, item_name TEXT, kind TEXT, hut_no INTEGER REFERENCES hut(hut_no),
  quantity INTEGER, unit_price REAL, weight_kg REAL, bought_on TEXT, last_check TEXT);
INSERT INTO valley VALUES ('GRN','Grauntal','North'),('LAU','Lauterbach','North'),('PIZ','Val Pizzo','South'),('ROS','Rosental','East'),('SIL','Silvrettagrund','East'),('ORT','Ortlerkar','South');
INSERT INTO hut VALUES
(1,'Adlerhorst','GRN',2310,40,'Y','0471 22110'),(2,'Steinbockhütte','GRN',1980,64,'Y','0471 22117'),(3,'Nebelwacht','LAU',2645,18,'N',NULL),
(4,'Rifugio Pizzo','PIZ',2120,52,'Y','0472 90014'),(5,'Schneekoppe','ROS',1750,30,'N','0473 11820'),(6,'Gletscherblick','SIL',2890,24,'Y',NULL),
(7,'Wetterkreuz','ROS',2405,12,'N','0473 11899'),(8,'Murmelhaus','LAU',1620,75,'Y','0471 30550');
INSERT INTO rescuer VALUES
(101,'Anton','Gruber','M',1968,1,'1995-05-01','avalanche',0,NULL),(102,'Elena','Moser','F',1979,2,'2004-03-15','medic',0,101),
(103,'Luca','Ferri','M',1985,4,'2010-06-20','climbing',1,101),(104,'Marta','Innerhofer','F',1990,4,'2014-11-02','medic',1,102),
(105,'Jakob','Thaler','M',1982,8,'2008-01-12','dog handler',0,101),(106,'Sofia','Prantl','F',1995,6,'2019-04-08','climbing',1,103),
(107,'Paul','Egger','M',1998,5,'2021-09-30','avalanche',1,105),(108,'Nina','Kofler','F',1987,8,'2012-07-19','dog handler',0,105),
(109,'Hannes','Pichler','M',1974,2,'1999-12-01','climbing',0,NULL),(110,'Ines','Rainer','F',2000,NULL,'2023-02-14','medic',1,102),
(111,'David','Unterweger','M',1992,6,'2016-08-25',NULL,1,109),(112,'Klara','Hofer','F',1984,1,'2009-10-10','avalanche',0,109);
INSERT INTO mission_type VALUES ('AVA','avalanche burial'),('FAL','fall on rock'),('LOS','lost hiker'),('MED','medical emergency'),('CRV','crevasse fall'),('BLK','blocked climbers');
INSERT INTO mission VALUES
(5001,'2023-01-14 09:20:00','2023-01-14 15:05:00','AVA','GRN',101,102,2,8400,'snow'),
(5002,'2023-02-03 13:45:00','2023-02-03 18:30:00','AVA','SIL',112,108,1,7650.5,'snow'),
(5003,'2023-07-22 16:10:00','2023-07-22 19:00:00','FAL','PIZ',103,104,1,2300,'clear'),
(5004,'2023-08-05 20:30:00','2023-08-06 04:15:00','LOS','LAU',105,108,3,4120,'fog'),
(5005,'2023-08-19 11:05:00','2023-08-19 13:10:00','MED','ROS',102,104,1,1480,'clear'),
(5006,'2024-01-27 10:40:00','2024-01-27 17:55:00','AVA','GRN',101,108,0,9100,'snow'),
(5007,'2024-03-09 14:00:00','2024-03-09 20:20:00','CRV','SIL',109,102,1,6900,'wind'),
(5008,'2024-06-30 17:35:00','2024-06-30 23:10:00','BLK','PIZ',103,104,2,3350,'rain'),
(5009,'2024-07-14 12:15:00','2024-07-14 14:00:00','MED','GRN',102,108,1,1250,'clear'),
(5010,'2024-08-11 18:50:00','2024-08-12 01:40:00','LOS','ROS',107,104,4,3875,'fog'),
(5011,'2024-09-21 15:25:00','2024-09-21 19:45:00','FAL','PIZ',109,102,1,2740,'clear'),
(5012,'2025-01-05 08:55:00','2025-01-05 16:30:00','AVA','SIL',112,108,3,10250,'snow'),
(5013,'2025-02-16 12:40:00',NULL,'LOS','LAU',105,104,NULL,NULL,'snow'),
(5014,'2025-02-18 10:05:00',NULL,'CRV','SIL',109,102,NULL,NULL,'wind');
INSERT INTO mission_crew VALUES (5001,101,6),(5001,102,6),(5001,105,5.5),(5001,112,5),(5002,112,5),(5002,106,4.5),(5003,103,3),(5003,104,3),(5004,105,8),(5004,108,7.5),(5005,102,2),(5006,101,7.5),(5006,112,7),(5006,107,6.5),(5007,109,6.5),(5007,106,6),(5008,103,5.5),(5008,106,5),(5008,109,4.5),(5010,107,7),(5010,105,6.5),(5011,109,4.5),(5012,112,7.5),(5012,101,7.5),(5012,105,7);
INSERT INTO equipment VALUES
(1,'Static rope 60 m','rope',1,4,180,4.2,'2021-03-10','2024-11-04'),(2,'Dynamic rope 50 m','rope',4,6,149.5,3.1,'2022-05-18','2024-10-12'),
(3,'Avalanche probe','snow',6,10,62,0.4,'2020-11-20','2024-12-01'),(4,'Transceiver','snow',1,12,310,0.25,'2023-10-02','2025-01-08'),
(5,'Bergsack','transport',2,2,890,7.5,'2019-04-11',NULL),(6,'Vacuum stretcher','transport',4,1,2450,14,'2018-08-30','2023-06-15'),
(7,'Defibrillator','medical',8,2,1690,2.8,'2022-01-25','2024-12-20'),(8,'Oxygen bottle','medical',6,5,240,3.6,'2023-02-17',NULL),
(9,'Snow shovel','snow',3,8,55,0.8,'2017-12-05','2022-11-30'),(10,'Drone','search',8,1,5200,1.3,'2024-04-22','2025-01-15'),
(11,'Head torch','search',5,15,48,0.1,'2023-09-09',NULL),(12,'First-aid kit','medical',2,6,95,1.9,'2024-06-03','2024-12-18');
