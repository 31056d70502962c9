CREATE TABLE band (
 band_id INTEGER PRIMARY KEY,
 band_name TEXT NOT NULL,
 home_town TEXT,
 founded_year INTEGER,
 uniform_color TEXT,
 drum_major_id INTEGER REFERENCES marcher(marcher_id)
);
CREATE TABLE marcher (
 marcher_id INTEGER PRIMARY KEY,
 first_name TEXT,
 last_name TEXT,
 gender TEXT,
 age INTEGER,
 instrument_code TEXT REFERENCES instrument(code),
 band_id INTEGER REFERENCES band(band_id),
 joined_on TEXT,
 phone TEXT
);
CREATE TABLE instrument (
 code TEXT PRIMARY KEY,
 label TEXT,
 section TEXT,
 weight_kg REAL
);
CREATE TABLE parade (
 parade_id INTEGER PRIMARY KEY,
 title TEXT,
 town TEXT,
 held_on TEXT,
 route_km REAL,
 cancelled TEXT
);
CREATE TABLE parade_band (
 parade_id INTEGER REFERENCES parade(parade_id),
 band_id INTEGER REFERENCES band(band_id),
 start_position INTEGER,
 fee REAL,
 paid_on TEXT,
 PRIMARY KEY (parade_id, band_id)
);
INSERT INTO instrument VALUES
('TRP','trumpet','brass',1.1),('TBN','trombone','brass',1.8),('SNR','snare drum','percussion',4.5),('BDR','bass drum','percussion',7.2),
('FLT','flute','woodwind',0.5),('CLR','clarinet','woodwind',0.8),('SOU','sousaphone','brass',11.5),('GLK','glockenspiel','percussion',3.9);
INSERT INTO band VALUES
(1,'Redstone Regiment','Ashford',1958,'red',NULL),(2,'Harbour Brass','Millport',1974,'navy',NULL),(3,'Golden Plumes','Ashford',1991,'gold',NULL),
(4,'Valley Pipers','Glenbeck',1932,'green',NULL),(5,'Night Owls','Millport',2009,'black',NULL),(6,'Miners Own','Coaldale',1921,'black',NULL),(7,'Sunday Steppers','Harrow End',2016,'white',NULL);
INSERT INTO marcher VALUES
(101,'Nora','Bright','F',34,'TRP',1,'2012-03-04','555-0101'),
(102,'Ivo','Stark','M',19,'SNR',1,'2022-09-11',NULL),
(103,'Petra','Lund','F',27,'FLT',1,'2019-01-20','555-0103'),
(104,'Hamid','Rahimi','M',45,'SOU',1,'2005-05-15','555-0104'),
(105,'Cleo','Adler','F',41,'TBN',2,'2008-02-02','555-0105'),
(106,'Tim','Osei','M',23,'TRP',2,'2021-10-09',NULL),
(107,'Greta','Voss','F',17,'CLR',2,'2023-04-16','555-0107'),
(108,'Luis','Moreno','M',38,'BDR',3,'2010-06-27','555-0108'),
(109,'Anya','Petrov','F',22,'FLT',3,'2022-03-13','555-0109'),
(110,'Ben','Carver','M',31,'TRP',4,'2016-11-06',NULL),
(111,'Ruth','Amsel','F',29,'SNR',5,'2017-08-19','555-0111'),
(112,'Otto','Kern','M',52,'SOU',5,'2009-12-01','555-0112'),
(113,'Walt','Hughes','M',61,'TBN',6,'1985-04-14','555-0113'),
(114,'Mina','Sato','F',20,'TRP',6,'2023-02-25',NULL);
INSERT INTO parade VALUES
(1,'May Day Walk','Ashford','2023-05-01',3.2,'N'),(2,'Harvest March','Glenbeck','2023-09-17',5.5,'N'),(3,'Lantern Night','Millport','2023-11-11',2.4,'Y'),
(4,'May Day Walk','Ashford','2024-05-01',3.4,'N'),(5,'Founders Parade','Coaldale','2024-06-22',6.1,'N'),(6,'Harvest March','Glenbeck','2024-09-15',5.5,'N'),
(7,'Winter Lights','Millport','2024-12-07',2.0,'Y'),(8,'Spring Fanfare','Dunmore','2025-03-30',4.0,'N');
INSERT INTO parade_band VALUES
(1,1,1,400,'2023-05-20'),(1,2,2,350,'2023-05-22'),(1,3,3,300,NULL),
(2,4,1,280,'2023-10-01'),(2,1,2,420,'2023-10-03'),
(3,2,1,250,NULL),(3,5,2,260,NULL),
(4,1,1,450,'2024-05-15'),(4,3,2,320,'2024-05-18'),(4,6,3,500,'2024-06-01'),
(5,6,1,520,'2024-07-01'),(5,2,2,380,NULL),(5,5,3,290,'2024-07-12'),(5,4,4,310,'2024-07-09'),
(6,4,1,300,'2024-09-30'),(6,1,2,460,NULL),
(8,1,1,475,NULL),(8,5,2,305,'2025-04-11');
UPDATE band SET drum_major_id = 101 WHERE band_id = 1;
UPDATE band SET drum_major_id = 105 WHERE band_id = 2;
UPDATE band SET drum_major_id = 108 WHERE band_id = 3;
UPDATE band SET drum_major_id = 111 WHERE band_id = 5;
UPDATE band SET drum_major_id = 113 WHERE band_id = 6;
