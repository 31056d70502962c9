CREATE TABLE pg_site (siteref TEXT PRIMARY KEY, sitename TEXT, locality TEXT, postcode TEXT, sitetype TEXT, agefrom INTEGER, ageto INTEGER, area_m2 REAL, surfacing TEXT, equip_total INTEGER, swings INTEGER, slides INTEGER, climbers INTEGER, inclusive_items INTEGER, fenced TEXT, dogsallowed TEXT, toilets TEXT, built INTEGER, refurbished INTEGER, owner TEXT, upkeep_eur REAL);
CREATE TABLE pg_check (checkno INTEGER PRIMARY KEY, siteref TEXT REFERENCES pg_site(siteref), checkdate TEXT, checktype TEXT, inspector INTEGER REFERENCES pg_staff(staffno), signedoff INTEGER REFERENCES pg_staff(staffno), defects_low INTEGER, defects_med INTEGER, defects_high INTEGER, riskscore REAL, closedfrom TEXT, reopened TEXT, repaircost_eur REAL);
CREATE TABLE pg_staff (staffno INTEGER PRIMARY KEY, surname TEXT, forename TEXT, rpii_level TEXT, linemanager INTEGER REFERENCES pg_staff(staffno));
INSERT INTO pg_staff VALUES (70,'Tierney','Orla','ANNUAL',NULL),(71,'Duffy','Sean','OPERATIONAL',70),(72,'Keane','Maeve','OPERATIONAL',70),(73,'Walsh','Eoin','ROUTINE',71),(74,'Roche','Niamh','ROUTINE',72);
INSERT INTO pg_site VALUES
('PG01','Abbey Meadow','Athcarra','AC12','NEAP',2,14,1450,'WETPOUR',16,4,3,5,3,'Y','N','Y',2006,2019,'COUNCIL',4200),
('PG02','Ballyfinn Green','Ballyfinn','BF03','LEAP',2,8,420,'GRASS MAT',8,2,1,2,0,'Y','N','N',1998,NULL,'COUNCIL',1350),
('PG03','Canal Bank','Athcarra','AC15','LAP',0,5,110,'BARK',3,0,1,0,0,'N','Y','N',2012,NULL,'COUNCIL',480),
('PG04','Dunmore Estate','Dunmore','DM01','LEAP',3,10,510,'WETPOUR',9,3,1,2,1,'Y','N','N',2009,2020,'HOUSING ASSOC',1700),
('PG05','Fairy Wood','Kilbrack','KB07','NATURAL',3,12,2300,'BARK',11,1,1,6,0,'N','Y','N',2018,NULL,'TRUST',1150),
('PG06','Harbour Splash','Portlin','PL02','NEAP',1,12,1980,'WETPOUR',19,4,4,4,5,'Y','N','Y',2015,2022,'COUNCIL',6900),
('PG07','Kilbrack Village','Kilbrack','KB01','LEAP',2,10,390,'SAND',7,2,1,2,0,'N','N','N',1989,2004,'COUNCIL',990),
('PG08','Market Square','Portlin','PL01','LAP',0,6,95,'WETPOUR',4,0,1,1,1,'Y','N','Y',2021,NULL,'COUNCIL',620),
('PG09','Oakfield','Dunmore','DM04','LAP',0,6,130,'GRASS MAT',4,2,1,0,0,'N','Y','N',2003,NULL,'HOUSING ASSOC',410),
('PG10','People''s Park','Athcarra','AC10','NEAP',2,14,2650,'SAND',21,6,3,7,2,'Y','N','Y',1994,2016,'COUNCIL',7800),
('PG11','Riverside Skate & Play','Athcarra','AC18','TEEN',8,17,1750,'CONCRETE',10,0,0,3,0,'N','N','N',2010,NULL,'COUNCIL',2250),
('PG12','St Brigid''s','Ballyfinn','BF05','LEAP',3,10,340,'BARK',6,2,1,1,0,'Y','N','N',2001,2013,'PARISH',870),
('PG13','Teen Shelter Portlin','Portlin','PL09','TEEN',10,17,280,'CONCRETE',5,1,0,1,0,'N','Y','N',2017,NULL,'COUNCIL',560),
('PG14','Wishing Well','Dunmore','DM02','LEAP',1,8,470,'WETPOUR',10,2,2,2,4,'Y','N','N',2023,NULL,'TRUST',1480);
INSERT INTO pg_check VALUES
(901,'PG01','2023-03-14','ANNUAL',70,70,4,1,0,6.5,NULL,NULL,240),
(902,'PG02','2023-03-15','ANNUAL',70,70,7,3,1,12,'2023-03-15','2023-05-02',1860),
(903,'PG03','2023-04-04','OPERATIONAL',71,70,2,0,0,3,NULL,NULL,0),
(904,'PG04','2023-05-10','OPERATIONAL',72,70,3,2,0,7.5,NULL,NULL,330),
(905,'PG06','2023-05-23','ANNUAL',70,70,5,2,0,8,NULL,NULL,415),
(906,'PG07','2023-06-07','ROUTINE',73,71,6,4,2,16,'2023-06-07','2023-09-20',3950),
(907,'PG10','2023-07-12','OPERATIONAL',72,70,9,5,1,13.5,'2023-07-12','2023-07-28',2280),
(908,'PG11','2023-09-05','ROUTINE',74,72,3,1,0,5.5,NULL,NULL,150),
(909,'PG05','2023-10-17','ANNUAL',70,NULL,4,3,0,9,NULL,NULL,690),
(910,'PG12','2024-02-06','ROUTINE',73,71,2,1,0,5,NULL,NULL,95),
(911,'PG01','2024-03-12','ANNUAL',70,70,3,0,0,4,NULL,NULL,80),
(912,'PG02','2024-03-13','ANNUAL',70,70,4,1,0,6,NULL,NULL,210),
(913,'PG13','2024-04-16','ROUTINE',74,72,5,2,1,11,'2024-04-16','2024-05-14',1120),
(914,'PG06','2024-05-21','OPERATIONAL',71,70,6,2,0,8.5,NULL,NULL,520),
(915,'PG07','2024-06-11','OPERATIONAL',72,70,5,4,1,14,'2024-06-11',NULL,2675),
(916,'PG10','2024-07-09','ANNUAL',70,NULL,8,3,0,10,NULL,NULL,960),
(917,'PG08','2024-08-20','ROUTINE',74,72,1,0,0,2,NULL,NULL,0),
(918,'PG04','2024-09-03','ROUTINE',73,71,2,2,1,9.5,'2024-09-03','2024-09-17',740);
