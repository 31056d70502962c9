CREATE TABLE regions (region_id INTEGER PRIMARY KEY, region_name TEXT, plate TEXT);
CREATE TABLE volcano_kinds (kind_code TEXT PRIMARY KEY, kind_name TEXT);
CREATE TABLE volcanoes (
  volcano_id INTEGER PRIMARY KEY, name TEXT, region_id INTEGER REFERENCES regions(region_id), kind_code TEXT REFERENCES volcano_kinds(kind_code),
  elevation_m INTEGER, people_within_30km INTEGER, alert_level TEXT, is_submarine INTEGER);
CREATE TABLE eruptions (
  eruption_id INTEGER PRIMARY KEY, volcano_id INTEGER REFERENCES volcanoes(volcano_id), started TEXT, ended TEXT, vei INTEGER,
  plume_km REAL, deaths INTEGER, evacuated INTEGER, damage_million REAL);
CREATE TABLE stations (
  station_code TEXT PRIMARY KEY, volcano_id INTEGER REFERENCES volcanoes(volcano_id), installed TEXT, sensor TEXT, status TEXT, yearly_cost REAL);
CREATE TABLE volcanologists (
  person_id INTEGER PRIMARY KEY, name TEXT, institute TEXT, country TEXT, supervisor_id INTEGER REFERENCES volcanologists(person_id));
CREATE TABLE bulletins (
  bulletin_no INTEGER PRIMARY KEY, volcano_id INTEGER REFERENCES volcanoes(volcano_id), issued_at TEXT, written_by INTEGER REFERENCES volcanologists(person_id),
  approved_by INTEGER REFERENCES volcanologists(person_id), level TEXT, headline TEXT);
INSERT INTO regions VALUES (1,'Kuril Bow','Pacific'),(2,'Tyrrhenian','Eurasian'),(3,'Andes North','Nazca'),(4,'Sunda Line','Sunda'),(5,'Rift Valley','African'),(6,'Antarctic Rim','Antarctic');
INSERT INTO volcano_kinds VALUES ('ST','stratovolcano'),('SH','shield'),('CA','caldera'),('CO','cinder cone'),('LD','lava dome');
INSERT INTO volcanoes VALUES
(1,'Mount Ketara',4,'ST',2968,418000,'orange',0),(2,'Shirovka',1,'ST',2360,1200,'yellow',0),(3,'Monte Lupone',2,'CA',458,503000,'green',0),
(4,'Nevado Quiroa',3,'ST',5321,87000,'yellow',0),(5,'Ol Sakari',5,'SH',1980,22500,'green',0),(6,'Black Kettle',1,'CA',910,300,'green',0),
(7,'Isola Cenere',2,'CO',924,480,'orange',0),(8,'Gunung Abuan',4,'LD',1731,264000,'red',0),(9,'Seamount Delfin',2,'SH',-480,0,'green',1),
(10,'Cerro Humo',3,'CO',2810,34600,'green',0),(11,'Engai Mdogo',5,'ST',2890,9800,'yellow',0),(12,'Kita Seamount',1,'CA',-120,0,NULL,1);
INSERT INTO eruptions VALUES
(1,1,'2010-10-26','2010-12-03',4,16.5,312,280000,610),(2,2,'2015-02-11','2015-02-27',2,5.2,0,0,0),(3,7,'2019-07-03','2019-07-09',3,6.0,1,70,4.2),
(4,4,'2016-05-14','2016-11-30',3,8.4,0,3600,27),(5,8,'2014-02-13','2014-03-02',4,17.0,7,76000,180.5),(6,1,'2018-06-01','2018-08-20',2,6.1,0,5200,12),
(7,11,'2013-09-17','2014-01-05',1,2.5,0,150,0.3),(8,2,'2021-11-25','2021-12-02',3,9.3,0,40,1.1),(9,7,'2022-10-09','2022-10-15',2,3.0,0,0,0.4),
(10,4,'2023-03-30',NULL,2,4.8,2,2500,NULL),(11,8,'2023-12-03','2024-01-19',3,11.7,24,9400,55),(12,12,'2021-08-13','2021-08-15',4,15.8,0,0,92),
(13,8,'2025-01-08',NULL,3,10.2,0,14300,NULL),(14,1,'2024-11-03','2024-12-10',3,9.9,9,16100,48.5);
INSERT INTO stations VALUES
('KET-01',1,'2008-03-12','seismometer','running',18400),('KET-02',1,'2019-06-30','gas analyser','running',25200),('KET-03',1,'2011-04-18','webcam','broken',3100),
('SHI-01',2,'2012-08-05','seismometer','running',21700),('LUP-01',3,'2003-01-20','tiltmeter','running',9800),('LUP-02',3,'2003-02-02','seismometer','off',16900),
('QUI-01',4,'2010-09-15','seismometer','running',19300),('QUI-02',4,'2017-10-10','webcam','broken',2900),('CEN-01',7,'2006-05-25','seismometer','running',17600),
('ABU-01',8,'2014-05-01','seismometer','broken',20100),('ABU-02',8,'2020-03-17','gas analyser','running',26800),('DEL-01',9,'2021-07-14','hydrophone','running',41000),('SAK-01',5,'2015-11-11','tiltmeter','off',8700);
INSERT INTO volcanologists VALUES
(1,'Teresa Iñigo','Quito Geophysics','EC',NULL),(2,'Bambang Suharto','Java Survey','ID',NULL),(3,'Yuri Malakhov','Kamchatka Lab','RU',NULL),(4,'Chiara Bonfanti','Osservatorio Lipari','IT',NULL),
(5,'Wulan Pertiwi','Java Survey','ID',2),(6,'Diego Salas','Quito Geophysics','EC',1),(7,'Salvatore Greco','Osservatorio Lipari','IT',4),(8,'Neema Koskei','Rift Institute','KE',4),(9,'Rudi Hartono','Java Survey','ID',5);
INSERT INTO bulletins VALUES
(901,1,'2024-10-30 06:20:00',5,2,'orange','Gas output rising'),(902,1,'2024-11-03 14:05:00',5,2,'red','Eruption under way'),(903,8,'2024-12-28 09:45:00',9,5,'orange','Dome growth continues'),
(904,8,'2025-01-08 03:10:00',9,2,'red','Ash to 10 km, eruption under way'),(905,4,'2023-03-30 18:30:00',6,1,'orange','New ash plume'),(906,4,'2024-02-14 12:00:00',6,1,'yellow','Weak ash emissions'),
(907,7,'2022-10-09 07:55:00',7,4,'orange','Lava flow to the sea'),(908,2,'2021-11-25 22:15:00',3,NULL,'orange','Ash plume seen by pilots'),(909,11,'2024-06-06 10:40:00',8,NULL,'yellow','Small tremors'),
(910,1,'2024-12-11 08:00:00',5,2,'orange','Activity declining'),(911,3,'2025-02-02 11:25:00',7,4,'green','Ground uplift slow'),(912,8,'2025-02-09 05:50:00',5,NULL,'red','Evacuation zone widened');
