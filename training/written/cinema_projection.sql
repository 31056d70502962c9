CREATE TABLE screens (
 screen_no INTEGER PRIMARY KEY,
 nickname TEXT,
 seats INTEGER,
 projector_type TEXT,
 wheelchair_spaces INTEGER
);
CREATE TABLE projectionists (
 staff_no INTEGER PRIMARY KEY,
 name TEXT,
 hired_on TEXT,
 hourly_wage REAL,
 trained_by INTEGER REFERENCES projectionists(staff_no),
 left_on TEXT
);
CREATE TABLE distributors (
 distributor_id INTEGER PRIMARY KEY,
 name TEXT,
 country TEXT
);
CREATE TABLE films (
 film_id INTEGER PRIMARY KEY,
 title TEXT,
 distributor_id INTEGER REFERENCES distributors(distributor_id),
 language TEXT,
 minutes INTEGER,
 rating TEXT,
 year_made INTEGER
);
CREATE TABLE showings (
 showing_id INTEGER PRIMARY KEY,
 film_id INTEGER REFERENCES films(film_id),
 screen_no INTEGER REFERENCES screens(screen_no),
 starts_at TEXT,
 ticket_price REAL,
 tickets_sold INTEGER,
 projected_by INTEGER REFERENCES projectionists(staff_no),
 checked_by INTEGER REFERENCES projectionists(staff_no)
);
CREATE TABLE faults (
 fault_id INTEGER PRIMARY KEY,
 showing_id INTEGER REFERENCES showings(showing_id),
 kind TEXT,
 minutes_lost INTEGER,
 refunded INTEGER
);
CREATE TABLE lamps (
 serial TEXT PRIMARY KEY,
 screen_no INTEGER REFERENCES screens(screen_no),
 fitted_on TEXT,
 removed_on TEXT,
 hours_run INTEGER,
 price REAL
);
INSERT INTO screens VALUES (1,'Grand',320,'laser',6),(2,'Balcony',140,'xenon',2),(3,'Cellar',60,'xenon',0),(4,'Studio',85,'laser',3),(5,'Attic',38,'35mm',0),(6,'Terrace',110,'digital',4);
INSERT INTO projectionists VALUES
(1,'Magda Prus','2004-09-01',22.5,NULL,NULL),(2,'Howard Finch','2011-02-14',19.8,1,NULL),(3,'Leo Santana','2018-06-20',17.2,1,NULL),(4,'Priya Nair','2021-11-08',16.1,2,NULL),(5,'Ewan Clarke','2015-03-30',18.0,2,'2024-01-31'),(6,'Jo Tanaka','2024-05-13',15.0,3,NULL);
INSERT INTO distributors VALUES (1,'Blue Heron Releasing','GB'),(2,'Cine Lumen','FR'),(3,'Nordlys Film','NO'),(4,'Pampa Pictures','AR'),(5,'Old Reels','GB'),(6,'Kite Studio','IN');
INSERT INTO films VALUES
(10,'The Salt Road',1,'en',118,'12',2023),(11,'Midnight Ferry',1,'en',97,'15',2024),(12,'La Grange',2,'fr',104,'12',2022),(13,'Le Dernier Bus',2,'fr',88,'U',2024),(14,'Frost Line',3,'no',131,'15',2023),
(15,'Hotel Quiroga',4,'es',142,'18',2021),(16,'The Lamplighter',5,'en',76,'U',1947),(17,'Paper Tigers',NULL,'en',109,'12',2024),(18,'Island of Gulls',5,'en',83,'U',1952);
INSERT INTO showings VALUES
(100,10,1,'2023-11-03 19:30:00',12,240,1,2),(101,10,1,'2023-11-04 19:30:00',12,305,2,1),(102,12,2,'2023-11-04 17:00:00',9.5,61,3,1),(103,14,1,'2023-12-15 20:15:00',12,188,5,2),
(104,15,3,'2023-12-16 21:00:00',8,44,5,NULL),(105,11,1,'2024-02-09 19:30:00',12.5,276,2,1),(106,11,2,'2024-02-10 19:30:00',10,97,4,2),(107,13,4,'2024-03-02 15:00:00',7.5,52,4,3),
(108,16,5,'2024-03-10 11:00:00',5,36,1,NULL),(109,17,1,'2024-06-21 19:30:00',12.5,NULL,3,4),(110,12,3,'2024-06-22 17:00:00',8,17,6,3),(111,10,4,'2024-06-22 19:30:00',10,71,6,3),
(112,13,2,'2024-07-06 15:00:00',8.5,83,4,1),(113,16,5,'2025-01-12 11:00:00',5.5,29,1,6);
INSERT INTO faults VALUES
(1,101,'sound',4,0),(2,103,'lamp',25,1),(3,104,'focus',2,0),(4,106,'sound',6,0),(5,108,'film tear',14,0),(6,110,'subtitles',9,1),(7,111,'sound',3,0),(8,113,'film tear',21,1);
INSERT INTO lamps VALUES
('XL-401',2,'2022-01-10','2023-03-02',1480,610),('XL-402',2,'2023-03-02',NULL,1120,640),('XL-377',3,'2021-05-19','2022-12-20',1610,595),('XL-410',3,'2022-12-20','2024-08-08',1555,630),('XL-455',3,'2024-08-08',NULL,240,690),('PH-012',5,'2020-09-01',NULL,890,310);
