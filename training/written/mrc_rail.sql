CREATE TABLE mrc_members (
  mem_no INTEGER PRIMARY KEY,
  fname TEXT,
  lname TEXT,
  sex TEXT,
  born INTEGER,
  town TEXT,
  dt_joined TEXT,
  fee_ok TEXT,
  sponsor_no INTEGER REFERENCES mrc_members(mem_no)
);
CREATE TABLE mrc_scales (
  scale_cd TEXT PRIMARY KEY,
  scale_nm TEXT,
  ratio INTEGER
);
CREATE TABLE mrc_locos (
  loco_id INTEGER PRIMARY KEY,
  loco_nm TEXT,
  road_no TEXT,
  maker TEXT,
  traction TEXT,
  scale_cd TEXT REFERENCES mrc_scales(scale_cd),
  owner_no INTEGER REFERENCES mrc_members(mem_no),
  dt_bought TEXT,
  price_paid REAL,
  value_now REAL,
  digital_yn TEXT
);
CREATE TABLE mrc_layouts (
  lay_id INTEGER PRIMARY KEY,
  lay_nm TEXT,
  scale_cd TEXT REFERENCES mrc_scales(scale_cd),
  length_m REAL,
  era TEXT,
  leader_no INTEGER REFERENCES mrc_members(mem_no),
  electrician_no INTEGER REFERENCES mrc_members(mem_no),
  dt_finished TEXT
);
CREATE TABLE mrc_work (
  work_id INTEGER PRIMARY KEY,
  lay_id INTEGER REFERENCES mrc_layouts(lay_id),
  mem_no INTEGER REFERENCES mrc_members(mem_no),
  task TEXT,
  hrs REAL,
  dt_work TEXT
);
CREATE TABLE mrc_shows (
  show_id INTEGER PRIMARY KEY,
  show_nm TEXT,
  town TEXT,
  dt_open TEXT,
  visitors INTEGER,
  entry_fee REAL,
  hall_cost REAL
);
CREATE TABLE mrc_show_layouts (
  show_id INTEGER REFERENCES mrc_shows(show_id),
  lay_id INTEGER REFERENCES mrc_layouts(lay_id),
  prize TEXT,
  PRIMARY KEY (show_id, lay_id)
);
CREATE TABLE mrc_loans (
  loan_id INTEGER PRIMARY KEY,
  loco_id INTEGER REFERENCES mrc_locos(loco_id),
  show_id INTEGER REFERENCES mrc_shows(show_id),
  borrower_no INTEGER REFERENCES mrc_members(mem_no),
  dt_back TEXT
);
INSERT INTO mrc_members VALUES
(1,'Walter','Penrose','M',1946,'Ludford','1979-04-02','Y',NULL),(2,'Sheila','Garrick','F',1953,'Ludford','1991-09-15','Y',1),(3,'Dev','Malhotra','M',1981,'Oakhampton','2012-03-10','N',2),
(4,'Ronnie','Tate','M',1962,'Brill','2004-11-22','Y',1),(5,'Agatha','Lumb','F',1990,'Ludford','2019-01-19','Y',2),(6,'Neil','Forsyth','M',1974,'Oakhampton','2015-06-06','N',4),
(7,'Callum','Reid','M',2006,'Brill','2023-10-07','Y',4),(8,'Joyce','Hallam','F',1958,'Stanwick','2001-02-12','Y',1),(9,'Bert','Oakley','M',1949,'Stanwick','2024-05-18','N',NULL);
INSERT INTO mrc_scales VALUES ('N','N gauge',160),('H0','H0 gauge',87),('OO','double-O',76),('O','nought gauge',45),('Z','Z gauge',220);
INSERT INTO mrc_locos VALUES
(1,'Heather Queen','4472','Hornby','steam','OO',1,'1986-12-24',65,240,'N'),(2,'Grey Badger','D803','Bachmann','diesel','OO',1,'2005-05-14',58,95,'Y'),(3,'Copper Fox','232','Fleischmann','steam','N',3,'2014-10-01',129,140,'Y'),
(4,'Kestrel','E44','Roco','electric','H0',4,'2010-02-20',175,160,'Y'),(5,'Lady of Brill','1108','Hornby','steam','OO',4,'1999-08-08',72,130,'N'),(6,'Night Owl','D17','Heljan','diesel','O',8,'2018-11-30',410,465,'Y'),
(7,'Puffin','12','Peco','steam','N',5,'2020-03-07',88,76,'N'),(8,'Red Arrow','1001','Roco','electric','H0',6,'2021-06-19',260,225,'Y'),(9,'Old Sturdy','57','Bachmann','steam','OO',2,'1995-01-28',49,110,'N'),
(10,'Thunder Maid','6400','Heljan','steam','O',1,'2022-09-17',520,540,'Y'),(11,'Sparrow',NULL,'Peco','diesel','N',7,'2024-01-13',70,66,'Y'),(12,'Silver Heron','E102','Roco','electric','H0',4,'2024-12-21',310,315,'Y');
INSERT INTO mrc_layouts VALUES
(1,'Ludford Junction','OO',7.2,'1950s',1,4,'1998-06-30'),(2,'Alpenhof','H0',5.0,'1970s',4,6,'2013-04-14'),(3,'Tiny Harbour','N',2.4,'1930s',5,3,'2022-02-27'),(4,'Quarry End','O',6.1,'1930s',8,4,NULL),(5,'Brill Terminus','OO',4.3,'1950s',2,6,'2009-10-03'),(6,'Thimble Valley','N',1.6,'1990s',7,NULL,NULL);
INSERT INTO mrc_work VALUES
(1,4,8,'track laying',14.5,'2024-09-07'),(2,4,4,'wiring',9,'2024-09-21'),(3,4,5,'scenery',6.5,'2024-11-16'),(4,6,7,'track laying',11,'2024-10-05'),(5,6,3,'wiring',4,'2024-12-14'),(6,1,1,'repair',3.5,'2025-01-11'),(7,1,2,'scenery',7,'2025-01-25'),(8,2,6,'wiring',5.5,'2025-02-08'),(9,4,8,'buildings',12,'2025-02-15'),(10,3,5,'scenery',8,'2025-03-01'),(11,6,7,'buildings',10,'2025-03-15'),(12,4,4,'wiring',7.5,'2025-04-12');
INSERT INTO mrc_shows VALUES
(1,'Steam and Scones','Ludford','2023-05-13',420,4,350),(2,'Winter Rails','Stanwick','2023-12-02',610,5,900),(3,'Steam and Scones 24','Ludford','2024-05-11',495,4.5,350),(4,'Tracks at Brill','Brill','2024-10-19',180,3,220),(5,'Winter Rails 24','Stanwick','2024-12-07',720,5.5,950),(6,'County Rail Fair','Marlow Cross','2025-04-26',1340,8,2400),(7,'Steam and Scones 25','Ludford','2025-10-11',NULL,5,380);
INSERT INTO mrc_show_layouts VALUES (1,1,NULL),(1,5,'third'),(2,1,'first'),(2,2,NULL),(3,1,NULL),(3,3,'first'),(4,5,NULL),(5,2,'second'),(5,3,NULL),(5,1,NULL),(6,1,'second'),(6,3,'first'),(6,2,NULL);
INSERT INTO mrc_loans VALUES (1,1,2,2,'2023-12-04'),(2,4,2,6,'2023-12-09'),(3,3,3,5,'2024-05-12'),(4,9,4,1,'2024-10-20'),(5,8,5,4,'2024-12-10'),(6,2,5,2,NULL),(7,1,6,5,'2025-05-02'),(8,12,6,6,NULL),(9,7,6,3,'2025-04-28'),(10,1,5,2,'2024-12-09');
