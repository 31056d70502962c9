CREATE TABLE gs_artist (
  art_id INTEGER PRIMARY KEY,
  art_nm TEXT,
  art_ctry TEXT,
  art_birth_yr INTEGER,
  art_resident TEXT,
  teacher_id INTEGER REFERENCES gs_artist(art_id)
);
CREATE TABLE gs_technique (
  tech_cd TEXT PRIMARY KEY,
  tech_desc TEXT,
  tech_temp_c INTEGER
);
CREATE TABLE gs_furnace (
  furn_id INTEGER PRIMARY KEY,
  furn_nm TEXT,
  furn_fuel TEXT,
  furn_cap_kg INTEGER,
  furn_bought TEXT
);
CREATE TABLE gs_piece (
  pc_no INTEGER PRIMARY KEY,
  pc_title TEXT,
  tech_cd TEXT REFERENCES gs_technique(tech_cd),
  made_by INTEGER REFERENCES gs_artist(art_id),
  assisted_by INTEGER REFERENCES gs_artist(art_id),
  furn_id INTEGER REFERENCES gs_furnace(furn_id),
  made_dt TEXT,
  hgt_cm REAL,
  colour TEXT,
  list_prc REAL,
  broken INTEGER
);
CREATE TABLE gs_gallery (
  gal_id INTEGER PRIMARY KEY,
  gal_nm TEXT,
  gal_city TEXT,
  comm_pct REAL
);
CREATE TABLE gs_consign (
  con_no INTEGER PRIMARY KEY,
  pc_no INTEGER REFERENCES gs_piece(pc_no),
  gal_id INTEGER REFERENCES gs_gallery(gal_id),
  sent_dt TEXT,
  sold_dt TEXT,
  sold_prc REAL,
  back_dt TEXT
);
CREATE TABLE gs_class (
  cls_no INTEGER PRIMARY KEY,
  cls_nm TEXT,
  tech_cd TEXT REFERENCES gs_technique(tech_cd),
  led_by INTEGER REFERENCES gs_artist(art_id),
  cls_start TEXT,
  seats INTEGER,
  booked INTEGER,
  fee REAL
);
INSERT INTO gs_artist VALUES
(1,'Signe Dahl','SE',1959,'Y',NULL),(2,'Marco Zanetti','IT',1967,'N',NULL),(3,'Petra Havlova','CZ',1978,'Y',1),(4,'Owen Pryce','GB',1985,'Y',1),
(5,'Hana Mori','JP',1990,'N',2),(6,'Ilse Kamp','SE',1993,'Y',3),(7,'Bruno Sala','IT',1996,'Y',2),(8,'Tess Quill','GB',2000,'Y',4);
INSERT INTO gs_technique VALUES ('BL','blowing',1150),('CA','casting',850),('FU','fusing',780),('LW','lampwork',1000),('EN','engraving',NULL),('PV','pate de verre',820);
INSERT INTO gs_furnace VALUES (1,'Big Bertha','gas',180,'2006-04-01'),(2,'Lilla','electric',60,'2014-09-20'),(3,'Kiln One','electric',45,'2011-02-11'),(4,'Kiln Two','electric',90,'2020-10-05'),(5,'Old Nick','wood',110,'1988-06-17');
INSERT INTO gs_piece VALUES
(1,'Tidal Bowl','BL',1,4,1,'2023-02-10',22,'blue',680,0),(2,'Frost Vase','BL',1,NULL,1,'2023-03-03',41,'clear',920,0),(3,'Amber Seed','CA',3,6,4,'2023-04-18',15,'amber',540,0),
(4,'Murmur','LW',2,7,NULL,'2023-05-25',9,'red',260,0),(5,'Canyon Plate','FU',4,NULL,3,'2023-07-07',4,'red',310,1),(6,'Night Column','CA',3,NULL,4,'2023-11-14',64,'blue',2400,0),
(7,'Reticello Jar','BL',2,7,1,'2024-01-19',33,'clear',1500,0),(8,'Moth','PV',5,NULL,3,'2024-02-27',12,'grey',730,0),(9,'Plum Drop','BL',4,8,2,'2024-05-02',18,'violet',290,0),
(10,'Winter Pane','EN',6,NULL,NULL,'2024-06-21',50,'clear',1150,0),(11,'Fireflies','LW',7,2,NULL,'2024-09-09',6,'amber',140,0),(12,'Slow River','FU',4,NULL,4,'2024-10-30',5,'blue',460,0),
(13,'Tall Reed','BL',6,1,2,'2025-01-16',72,'green',990,1),(14,'Hollow Moon','CA',3,6,4,'2025-02-20',28,'clear',1320,0);
INSERT INTO gs_gallery VALUES (1,'Galleri Strand','Malmo',40),(2,'Vetro Vivo','Venice',45),(3,'The Clear Room','Bath',35),(4,'Glashaus','Prague',30),(5,'Kiku Space','Kyoto',50),(6,'Studio Shop','Malmo',0);
INSERT INTO gs_consign VALUES
(1,1,1,'2023-03-01','2023-06-12',650,NULL),(2,2,1,'2023-03-20',NULL,NULL,'2023-12-20'),(3,2,3,'2024-01-10','2024-04-02',940,NULL),(4,3,4,'2023-05-05','2023-05-30',540,NULL),
(5,4,2,'2023-06-10','2023-08-15',275,NULL),(6,6,4,'2024-01-08',NULL,NULL,'2024-09-01'),(7,7,2,'2024-02-20','2024-07-07',1500,NULL),(8,8,5,'2024-04-01',NULL,NULL,NULL),
(9,9,3,'2024-06-01','2024-06-29',270,NULL),(11,6,6,'2024-09-15','2025-01-25',2200,NULL),(12,11,2,'2024-10-01','2024-12-13',150,NULL),(13,12,3,'2024-12-01',NULL,NULL,NULL),(14,14,4,'2025-03-03','2025-03-29',1300,NULL);
INSERT INTO gs_class VALUES
(1,'First Bubble','BL',4,'2024-03-09 10:00:00',6,6,145),(2,'Beads at Night','LW',7,'2024-03-21 18:30:00',8,5,70),(3,'Fused Coasters','FU',8,'2024-04-13 13:00:00',10,10,60),
(4,'Casting Basics','CA',3,'2024-09-07 10:00:00',5,3,220),(5,'First Bubble','BL',6,'2024-11-16 10:00:00',6,4,145),(6,'Ornaments','BL',4,'2024-12-07 13:00:00',8,8,95),
(7,'Beads at Night','LW',7,'2025-02-20 18:30:00',8,7,75),(8,'Fused Coasters','FU',8,'2025-04-12 13:00:00',10,2,65),(9,'Engraver''s Hand','EN',6,'2025-05-10 10:00:00',4,0,180);
