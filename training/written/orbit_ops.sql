CREATE TABLE tbl_agency (ag_cd TEXT PRIMARY KEY, ag_nm TEXT, ctry TEXT, founded_yr INTEGER, budget_musd REAL);
CREATE TABLE tbl_site (site_no INTEGER PRIMARY KEY, site_nm TEXT, ctry TEXT, lat REAL);
CREATE TABLE tbl_rocket (rkt_id INTEGER PRIMARY KEY, rkt_nm TEXT, maker_ag TEXT REFERENCES tbl_agency(ag_cd), payload_kg INTEGER, price_musd REAL, reusable TEXT);
CREATE TABLE tbl_launch (
  lch_id INTEGER PRIMARY KEY, lch_dt TEXT, rkt_id INTEGER REFERENCES tbl_rocket(rkt_id), site_no INTEGER REFERENCES tbl_site(site_no),
  outcome TEXT, delay_days INTEGER);
CREATE TABLE tbl_sat (
  sat_id INTEGER PRIMARY KEY, sat_nm TEXT, owner_ag TEXT REFERENCES tbl_agency(ag_cd), operator_ag TEXT REFERENCES tbl_agency(ag_cd),
  lch_id INTEGER REFERENCES tbl_launch(lch_id), orbit_cd TEXT, mass_kg INTEGER, cost_musd REAL, purpose TEXT, retired_dt TEXT,
  replaces_sat INTEGER REFERENCES tbl_sat(sat_id));
CREATE TABLE tbl_instr (instr_id INTEGER PRIMARY KEY, instr_nm TEXT, instr_kind TEXT, power_w INTEGER, built_by TEXT REFERENCES tbl_agency(ag_cd));
CREATE TABLE tbl_sat_instr (sat_id INTEGER REFERENCES tbl_sat(sat_id), instr_id INTEGER REFERENCES tbl_instr(instr_id), works TEXT, PRIMARY KEY (sat_id, instr_id));
CREATE TABLE tbl_orbit (orbit_cd TEXT PRIMARY KEY, orbit_nm TEXT);
INSERT INTO tbl_orbit VALUES ('LEO','low earth orbit'),('GEO','geostationary'),('SSO','sun-synchronous'),('MEO','medium earth orbit'),('HEO','highly elliptical');
INSERT INTO tbl_agency VALUES
('NOSA','Nordic Space Agency','NO',1987,640),('CASI','Centro Aeroespacial Ibérico','ES',1992,815.5),('HSB','Helvetic Space Bureau','CH',2001,290),
('PALO','Palmyra Orbital','BR',2010,355),('JKA','Jōkai Kosmos','JP',1979,1720),('ODA','Ontario Deep Sky','CA',2015,120),('TERRA','Terra Watch','NO',2018,75);
INSERT INTO tbl_site VALUES (1,'Andenes Point','NO',69.3),(2,'Huelva Range','ES',37.1),(3,'Maranhão Pad','BR',-2.3),(4,'Kagoshi Bay','JP',31.2),(5,'Churchill North','CA',58.7);
INSERT INTO tbl_rocket VALUES
(1,'Skadi 2','NOSA',1450,28.5,'N'),(2,'Toro Alto','CASI',5200,71,'N'),(3,'Kaze IV','JKA',9800,104,'Y'),(4,'Arara','PALO',2100,33,'Y'),(5,'Kaze Light','JKA',3100,46.5,'N'),(6,'Skadi 3','NOSA',2600,39,'Y');
INSERT INTO tbl_launch VALUES
(11,'2018-04-12',1,1,'success',4),(12,'2019-02-27',2,2,'success',0),(13,'2019-11-08',3,4,'success',11),(14,'2020-06-19',4,3,'failure',2),
(15,'2021-03-03',3,4,'success',0),(16,'2021-09-24',2,2,'partial',19),(17,'2022-05-15',4,3,'success',7),(18,'2023-01-30',5,4,'success',1),
(19,'2023-10-11',6,1,'success',23),(20,'2024-03-21',3,4,'success',5),(21,'2024-08-06',6,1,'failure',13),(22,'2025-01-17',4,3,'success',0),(23,'2025-02-11',3,4,'success',3);
INSERT INTO tbl_sat VALUES
(101,'Fjordsat 1','NOSA','NOSA',11,'SSO',820,96,'weather','2023-07-01',NULL),(102,'Halcón','CASI','CASI',12,'GEO',4100,310,'communication',NULL,NULL),
(103,'Mizuho','JKA','JKA',13,'GEO',5600,402.5,'communication',NULL,NULL),(104,'Tucano','PALO','PALO',14,'LEO',1300,88,'earth observation','2020-06-19',NULL),
(105,'Alpina','HSB','JKA',15,'SSO',960,121,'science',NULL,NULL),(106,'Hoshi Map','JKA','JKA',15,'SSO',2250,187,'earth observation',NULL,NULL),
(107,'Cigüeña','CASI','CASI',16,'MEO',1900,143,'navigation',NULL,NULL),(108,'Tucano B','PALO','PALO',17,'LEO',1320,79.5,'earth observation',NULL,104),
(109,'Borealis','ODA','NOSA',19,'HEO',540,61,'science',NULL,NULL),(110,'Fjordsat 2','NOSA','NOSA',19,'SSO',910,108,'weather',NULL,101),
(111,'Kumo','JKA','JKA',20,'GEO',6100,455,'weather',NULL,NULL),(112,'Edelweiss','HSB','CASI',20,'LEO',380,34,'science',NULL,NULL),
(113,'Fjordsat 3','NOSA','NOSA',21,'SSO',930,102.5,'weather','2024-08-06',NULL),(114,'Garça','PALO','PALO',NULL,'SSO',1480,92,'earth observation',NULL,NULL),
(115,'Polarlys','NOSA','NOSA',23,'HEO',1150,117,'communication',NULL,NULL);
INSERT INTO tbl_instr VALUES
(1,'IceEye radar','radar',640,'NOSA'),(2,'Multispectral camera','camera',210,'JKA'),(3,'Cloud lidar','lidar',330,'HSB'),(4,'X-band transponder','antenna',900,'CASI'),
(5,'Magnetometer','sensor',12,'ODA'),(6,'Wide-field camera','camera',175,'PALO'),(7,'Ozone spectrometer','sensor',85,'HSB'),(8,'Rain radar','radar',710,'JKA'),(9,'Neutrino counter','sensor',46,'ODA');
INSERT INTO tbl_sat_instr VALUES (101,1,'N'),(101,3,'Y'),(102,4,'Y'),(103,4,'Y'),(103,2,'N'),(104,6,'N'),(105,7,'Y'),(105,5,'Y'),(106,2,'Y'),(106,8,'Y'),(106,1,'Y'),(108,6,'Y'),(109,5,'Y'),(110,1,'Y'),(110,3,'N'),(111,8,'Y'),(111,2,'Y'),(112,7,'Y'),(113,1,'N'),(111,7,'Y'),(108,3,'Y');
