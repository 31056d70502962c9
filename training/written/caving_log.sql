CREATE TABLE cv_region (rg_code TEXT PRIMARY KEY, rg_name TEXT, country TEXT);
CREATE TABLE cv_club (club_id INTEGER PRIMARY KEY, club_name TEXT, town TEXT, yearly_fee REAL, founded INTEGER);
CREATE TABLE cv_cave (
  cave_no INTEGER PRIMARY KEY, cave_name TEXT, rg_code TEXT REFERENCES cv_region(rg_code), depth_m INTEGER, length_m INTEGER,
  rock TEXT, grade INTEGER, permit_needed TEXT, discovered_by INTEGER REFERENCES cv_caver(caver_no), discovered_on TEXT, connects_to INTEGER REFERENCES cv_cave(cave_no));
CREATE TABLE cv_caver (
  caver_no INTEGER PRIMARY KEY, full_name TEXT, sex TEXT, born INTEGER, club_id INTEGER REFERENCES cv_club(club_id), joined TEXT, fee_paid TEXT, email TEXT);
CREATE TABLE cv_trip (
  trip_no INTEGER PRIMARY KEY, cave_no INTEGER REFERENCES cv_cave(cave_no), went_in TEXT, came_out TEXT, leader INTEGER REFERENCES cv_caver(caver_no),
  callout INTEGER REFERENCES cv_caver(caver_no), goal TEXT, water TEXT);
CREATE TABLE cv_trip_member (trip_no INTEGER REFERENCES cv_trip(trip_no), caver_no INTEGER REFERENCES cv_caver(caver_no), metres_surveyed INTEGER, PRIMARY KEY (trip_no, caver_no));
CREATE TABLE cv_loan (
  loan_no INTEGER PRIMARY KEY, caver_no INTEGER REFERENCES cv_caver(caver_no), item TEXT, pieces INTEGER, price_each REAL, lent_on TEXT, returned_on TEXT);
INSERT INTO cv_region VALUES ('DAC','Dachkar','AT'),('VER','Vercorde','FR'),('MEN','Mendale Hills','GB'),('PEC','Pico Calizo','ES'),('KRA','Krasna Polje','SI');
INSERT INTO cv_club VALUES (1,'Hades Potholers','Wellsbury',45,1958),(2,'Spéléo Vercorde','Autrans',60,1971),(3,'Höhlenverein Dachkar','Obertal',38.5,1949),(4,'Grupo Sima','Ramales',52,1983),(5,'Night Bats','Postava',30,2011);
INSERT INTO cv_caver VALUES
(1,'Gwen Tatlow','F',1984,1,'2005-10-02','Y','gwen@hades.example'),(2,'Marcus Reeve','M',1979,1,'1999-03-21','Y',NULL),(3,'Odile Perrin','F',1991,2,'2013-06-15','N','odile@svc.example'),
(4,'Bastien Roux','M',1968,2,'1988-09-01','Y','b.roux@svc.example'),(5,'Franz Lechner','M',1973,3,'1994-05-05','Y',NULL),(6,'Resi Aigner','F',1996,3,'2018-01-20','N','resi@hvd.example'),
(7,'Iker Solana','M',1988,4,'2010-11-11','Y','iker@sima.example'),(8,'Nuria Campo','F',1994,4,'2016-04-03','N',NULL),(9,'Zala Novak','F',1999,5,'2020-08-30','Y','zala@bats.example'),
(10,'Toby Finch','M',2002,1,'2022-02-12','N','toby@hades.example'),(11,'Luka Horvat','M',1990,5,'2015-07-19','Y',NULL),(12,'Priya Nair','F',1993,NULL,'2023-09-09',NULL,'priya@post.example');
INSERT INTO cv_cave VALUES
(51,'Swallow Hole','MEN',92,3400,'limestone',3,'N',2,'2001-08-12',52),(52,'Gloomy Rift','MEN',141,5200,'limestone',4,'Y',1,'2011-05-01',NULL),(53,'Gouffre du Merle','VER',658,11800,'limestone',5,'N',4,'1992-07-20',NULL),
(54,'Scialet Bleu','VER',310,2750,'limestone',4,'N',3,'2017-08-03',53),(55,'Eisschacht','DAC',823,14600,'dolomite',5,'Y',5,'1998-09-09',NULL),(56,'Kleine Orgel','DAC',65,900,'dolomite',2,'N',NULL,NULL,NULL),
(57,'Sima Honda','PEC',404,7300,'limestone',5,'Y',7,'2014-06-28',NULL),(58,'Cueva del Oso','PEC',38,1250,'limestone',1,'N',NULL,NULL,57),(59,'Zelena Jama','KRA',187,6650,'limestone',3,'N',11,'2019-10-12',NULL),(60,'Salt Gallery','KRA',24,480,'gypsum',1,'Y',NULL,NULL,NULL);
INSERT INTO cv_trip VALUES
(201,52,'2023-04-15 09:30:00','2023-04-15 18:00:00',1,2,'survey','low'),(202,53,'2023-07-22 07:00:00','2023-07-24 16:30:00',4,3,'exploration','low'),(203,55,'2023-08-30 06:15:00','2023-09-01 20:00:00',5,6,'survey','medium'),
(204,58,'2023-10-14 10:00:00','2023-10-14 13:20:00',8,7,'training','low'),(205,51,'2024-02-18 09:45:00','2024-02-18 15:10:00',2,1,'training','high'),(206,59,'2024-05-11 08:20:00','2024-05-11 19:40:00',11,9,'exploration','medium'),
(207,54,'2024-07-06 07:40:00','2024-07-07 02:15:00',3,4,'survey','low'),(208,57,'2024-08-17 06:50:00','2024-08-18 22:30:00',7,8,'exploration','low'),(209,52,'2024-10-26 09:15:00','2024-10-26 20:05:00',1,2,'survey','high'),
(210,53,'2025-01-25 07:10:00','2025-01-26 05:45:00',4,NULL,'rescue exercise','medium'),(211,55,'2025-02-15 06:00:00',NULL,5,6,'exploration','low'),(212,60,'2024-11-30 10:30:00','2024-11-30 12:00:00',9,11,'training','low');
INSERT INTO cv_trip_member VALUES (201,1,120),(201,10,85),(201,2,0),(202,4,260),(202,3,190),(202,7,75),(203,5,410),(203,6,330),(204,8,0),(204,7,0),(205,2,0),(205,10,0),(206,11,150),(206,9,140),(207,3,215),(207,4,60),(208,7,305),(208,8,180),(208,3,95),(209,1,160),(209,10,110),(210,4,0),(211,5,NULL),(212,9,20),(212,11,0);
INSERT INTO cv_loan VALUES
(1,10,'helmet',1,68,'2024-02-16','2024-02-20'),(2,10,'harness',1,95.5,'2024-02-16',NULL),(3,8,'rope bag',2,41,'2024-08-15','2024-08-19'),(4,6,'carbide lamp',3,52,'2023-08-28',NULL),
(5,12,'helmet',1,68,'2024-10-01',NULL),(6,3,'survey laser',1,380,'2024-07-05','2024-07-09'),(7,9,'wetsuit',2,145,'2024-05-09','2024-05-13'),(8,7,'bolts',40,2.8,'2024-08-14',NULL),
(9,1,'survey laser',1,380,'2024-10-25','2024-10-28'),(10,11,'rope bag',4,41,'2024-05-09','2024-06-30'),(11,6,'helmet',2,68,'2025-02-14',NULL);
