CREATE TABLE classgroup (groupcode TEXT PRIMARY KEY, groupname TEXT, parentgroup TEXT REFERENCES classgroup(groupcode));
CREATE TABLE country (iso TEXT PRIMARY KEY, countryname TEXT, exportban INTEGER);
CREATE TABLE finder (finderid INTEGER PRIMARY KEY, findername TEXT, kind TEXT, homeiso TEXT REFERENCES country(iso), licenceno TEXT);
CREATE TABLE meteorite (
  metid INTEGER PRIMARY KEY, metname TEXT, groupcode TEXT REFERENCES classgroup(groupcode), iso TEXT REFERENCES country(iso), founddate TEXT,
  seenfall TEXT, totalgrams REAL, finderid INTEGER REFERENCES finder(finderid), approved TEXT);
CREATE TABLE institution (instid INTEGER PRIMARY KEY, instname TEXT, city TEXT, iso TEXT REFERENCES country(iso), curator TEXT);
CREATE TABLE specimen (
  specno INTEGER PRIMARY KEY, metid INTEGER REFERENCES meteorite(metid), heldby INTEGER REFERENCES institution(instid), lentto INTEGER REFERENCES institution(instid),
  grams REAL, pricepergram REAL, acquired TEXT, ondisplay INTEGER);
CREATE TABLE analysis (
  anid INTEGER PRIMARY KEY, specno INTEGER REFERENCES specimen(specno), lab INTEGER REFERENCES institution(instid), method TEXT, startdate TEXT, enddate TEXT,
  ironpct REAL, nickelpct REAL, ageGa REAL);
INSERT INTO classgroup VALUES ('CHO','chondrite',NULL),('OC','ordinary chondrite','CHO'),('CC','carbonaceous chondrite','CHO'),('ACH','achondrite',NULL),('HED','howardite group','ACH'),('LUN','lunar','ACH'),('IRN','iron',NULL),('PAL','pallasite',NULL);
INSERT INTO country VALUES ('MA','Morocco',1),('OM','Oman',1),('CL','Chile',0),('NA','Namibia',1),('AU','Australia',1),('DE','Germany',0),('SE','Sweden',0),('US','United States',0);
INSERT INTO finder VALUES (1,'Hassan Ouali','dealer','MA','MA-118'),(2,'Birgit Stahl','amateur','DE',NULL),(3,'Atacama Survey Team','expedition','CL','CL-77'),(4,'Joel Lindqvist','amateur','SE',NULL),(5,'Nullarbor Search Party','expedition','AU','AU-204'),(6,'Walt Deering','dealer','US','US-19'),(7,'Ndapewa Shikongo','farmer','NA',NULL),(8,'Karl Brenner','amateur','DE','DE-03');
INSERT INTO meteorite VALUES
(1,'Erg Tamri 014','OC','MA','2011-03-19','N',2410,1,'Y'),(2,'Erg Tamri 022','HED','MA','2014-11-02','N',388.5,1,'Y'),(3,'Salar Viejo','OC','CL','2009-06-24','N',15300,3,'Y'),
(4,'Salar Viejo 003','CC','CL','2017-06-30','N',94.2,3,'Y'),(5,'Kleinwald','OC','DE','2016-03-06','Y',1870,2,'Y'),(6,'Gibeon Ost','IRN','NA','1998-08-14','N',214000,7,'Y'),
(7,'Mundra Plain','CC','AU','2013-09-10','Y',655,5,'Y'),(8,'Mundra Plain 007','PAL','AU','2019-05-22','N',8420,5,'Y'),(9,'Jiddat Sahl 41','LUN','OM','2015-01-27','N',142.6,6,'Y'),
(10,'Norrtun','IRN','SE','2020-11-07','Y',13800,4,'Y'),(11,'Erg Tamri 090','LUN','MA','2022-02-16','N',61.3,1,'N'),(12,'Jiddat Sahl 58','OC','OM','2018-12-12','N',3275,6,'Y'),(13,'Brenner Moor','OC','DE','2024-01-21','Y',1245,NULL,'N'),(14,'Copper Mesa','PAL','US','2023-10-03','N',5110,6,'N');
INSERT INTO institution VALUES (1,'Institut für Planetenkunde','Münster','DE','Dr. Anke Rohde'),(2,'Desert Rock Collection','Tucson','US','Lyle Cobb'),(3,'Naturhistoriska Samlingen','Uppsala','SE','Stina Berg'),(4,'Centro Meteorítico','Antofagasta','CL',NULL),(5,'Southern Cross Meteor Lab','Perth','AU','Mia Tran'),(6,'Swakop Geology House','Swakopmund','NA',NULL);
INSERT INTO specimen VALUES
(501,1,1,NULL,310,4.5,'2012-05-09',1),(502,1,2,1,640,4,'2011-10-01',0),(503,2,2,NULL,75.5,48,'2015-03-12',1),(504,3,4,NULL,9800,0.9,'2009-07-30',1),(505,3,1,3,1150,1.2,'2013-02-18',0),
(506,4,4,5,20.4,110,'2018-01-11',0),(507,5,1,NULL,1240,NULL,'2016-04-01',1),(508,6,6,NULL,120000,0.6,'1999-01-20',1),(509,6,3,NULL,5400,0.8,'2004-09-14',1),(510,7,5,NULL,402,95,'2013-12-06',1),
(511,8,5,2,2600,15.5,'2019-10-28',0),(512,9,2,NULL,38.2,620,'2016-06-15',1),(513,9,1,NULL,4.1,650,'2017-02-23',0),(514,10,3,1,13800,NULL,'2021-03-30',0),(515,12,2,NULL,890,3.2,'2019-04-17',0),(516,7,1,NULL,12.8,99,'2020-08-05',0);
INSERT INTO analysis VALUES
(1,501,1,'microprobe','2012-06-04','2012-07-20',21.4,1.3,4.52),(2,503,5,'mass spectrometry','2015-05-11','2015-09-30',14.2,0.1,4.48),(3,504,4,'microprobe','2010-02-01','2010-02-26',26.9,1.7,NULL),
(4,506,5,'mass spectrometry','2018-03-19','2018-10-05',19.8,1.1,4.56),(5,507,1,'gamma counting','2016-03-20','2016-05-02',22.1,1.4,NULL),(6,509,3,'microprobe','2006-01-16','2006-03-03',91.7,7.9,4.41),
(7,510,5,'mass spectrometry','2014-01-13','2014-08-22',20.3,1.2,4.55),(8,512,2,'x-ray fluorescence','2016-09-05','2016-09-16',9.6,NULL,3.31),(9,514,1,'gamma counting','2021-04-12',NULL,NULL,NULL,NULL),
(10,511,2,'x-ray fluorescence','2020-02-10','2020-02-28',48.5,5.6,4.5),(11,513,1,'mass spectrometry','2017-05-08','2018-01-31',9.4,0.05,3.27),(12,505,3,'microprobe','2024-11-18',NULL,NULL,NULL,NULL);
