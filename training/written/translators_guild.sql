CREATE TABLE lng (lng_iso TEXT PRIMARY KEY, lng_label TEXT, lng_script TEXT);
CREATE TABLE chapter (chp_id INTEGER PRIMARY KEY, chp_city TEXT, chp_founded INTEGER, chp_dues REAL);
CREATE TABLE member (
  mem_id INTEGER PRIMARY KEY, mem_first TEXT, mem_last TEXT, mem_gender TEXT, mem_joined TEXT, mem_status TEXT,
  chp_id INTEGER REFERENCES chapter(chp_id), sponsor_id INTEGER REFERENCES member(mem_id)
);
CREATE TABLE member_pair (
  mem_id INTEGER REFERENCES member(mem_id),
  src_iso TEXT REFERENCES lng(lng_iso),
  tgt_iso TEXT REFERENCES lng(lng_iso),
  pair_sworn INTEGER,
  PRIMARY KEY (mem_id, src_iso, tgt_iso)
);
CREATE TABLE client (cli_id INTEGER PRIMARY KEY, cli_name TEXT, cli_city TEXT, cli_sector TEXT);
CREATE TABLE commission (
  com_id INTEGER PRIMARY KEY, cli_id INTEGER REFERENCES client(cli_id), com_title TEXT,
  src_iso TEXT REFERENCES lng(lng_iso), tgt_iso TEXT REFERENCES lng(lng_iso),
  translator_id INTEGER REFERENCES member(mem_id), reviser_id INTEGER REFERENCES member(mem_id),
  com_words INTEGER, com_rate REAL, com_ordered TEXT, com_due TEXT, com_delivered TEXT
);
CREATE TABLE invoice (inv_no TEXT PRIMARY KEY, com_id INTEGER REFERENCES commission(com_id), inv_date TEXT, inv_total REAL, inv_paid_on TEXT);
CREATE TABLE prize (prz_id INTEGER PRIMARY KEY, prz_name TEXT, prz_year INTEGER, mem_id INTEGER REFERENCES member(mem_id), prz_money REAL);
INSERT INTO lng VALUES ('de','German','Latin'),('en','English','Latin'),('fr','French','Latin'),('ru','Russian','Cyrillic'),('ja','Japanese','Kanji'),('pl','Polish','Latin'),('el','Greek','Greek'),('fi','Finnish','Latin');
INSERT INTO chapter VALUES (1,'Vienna',1954,180),(2,'Hamburg',1961,150),(3,'Lyon',1978,120),(4,'Gdansk',1991,80),(5,'Athens',2006,70),(6,'Turku',2019,60);
INSERT INTO member VALUES
(1,'Beate','Lorenz','F','1996-03-01','A',1,NULL),(2,'Oleg','Sorin','M','2003-09-15','A',1,1),(3,'Camille','Roux','F','2008-01-10','A',3,1),
(4,'Jan','Wilk','M','2012-05-20','A',4,2),(5,'Eleni','Vrettou','F','2015-11-02','A',5,3),(6,'Masako','Ide','F','2017-02-14','A',2,1),
(7,'Hauke','Petersen','M','2019-06-30','P',2,6),(8,'Nina','Falk','F','2021-04-04','A',2,6),(9,'Georg','Adler','M','1998-10-10','R',1,NULL),
(10,'Zofia','Bartosz','F','2023-01-25','A',4,4);
INSERT INTO member_pair VALUES
(1,'en','de',1),(1,'fr','de',1),(2,'ru','de',1),(2,'ru','en',0),(3,'en','fr',1),(3,'de','fr',0),(4,'pl','en',1),(4,'ru','pl',0),
(5,'el','en',1),(5,'el','fr',0),(6,'ja','de',0),(6,'ja','en',0),(7,'en','de',0),(8,'fr','de',0),(8,'en','de',0),(9,'ru','de',1),(10,'en','pl',0);
INSERT INTO client VALUES
(51,'Nordwind Verlag','Hamburg','publishing'),(52,'Alpen Pharma','Vienna','medicine'),(53,'Editions Saône','Lyon','publishing'),
(54,'Baltic Freight','Gdansk','transport'),(55,'Kanzlei Moser','Vienna','law'),(56,'Hellas Olive','Athens','food'),(57,'Tamura Tools','Osaka','engineering');
INSERT INTO commission VALUES
(701,51,'The Salt Path Home','en','de',1,8,82000,0.07,'2023-02-01','2023-07-01','2023-06-24'),
(702,52,'Package leaflet X12','en','de',7,1,3100,0.15,'2023-03-10','2023-03-20','2023-03-22'),
(703,53,'Nachtzug','de','fr',3,NULL,61000,0.08,'2023-05-05','2023-10-31','2023-10-28'),
(704,54,'Freight terms 2023','pl','en',4,NULL,5400,0.11,'2023-06-12','2023-06-30','2023-06-30'),
(705,55,'Contract of sale','ru','de',2,1,7200,0.16,'2023-09-01','2023-09-12','2023-09-15'),
(706,57,'Lathe manual','ja','de',6,8,26000,0.18,'2023-11-20','2024-02-01','2024-01-26'),
(707,51,'Winter Garden','fr','de',8,1,55000,0.07,'2024-01-08','2024-06-15','2024-07-02'),
(708,56,'Label set','el','en',5,NULL,900,0.14,'2024-02-19','2024-02-26','2024-02-25'),
(709,55,'Court ruling','fr','de',1,NULL,4300,0.17,'2024-04-03','2024-04-10','2024-04-09'),
(710,57,'Safety sheets','ja','en',6,5,8800,0.17,'2024-06-21','2024-07-20',NULL),
(711,54,'Customs guide','ru','pl',4,2,12500,0.10,'2024-08-14','2024-09-30','2024-09-27'),
(712,53,'Islands','el','fr',5,3,47000,0.08,'2024-10-01','2025-03-01',NULL),
(713,52,'Trial protocol','en','de',7,1,9600,0.15,'2025-01-15','2025-02-05','2025-02-04');
INSERT INTO invoice VALUES
('I-23-01',701,'2023-07-03',5740,'2023-08-01'),('I-23-02',702,'2023-03-25',465,'2023-04-10'),('I-23-03',703,'2023-11-02',4880,'2023-12-15'),
('I-23-04',704,'2023-07-01',594,NULL),('I-23-05',705,'2023-09-20',1152,'2023-10-01'),('I-24-01',706,'2024-02-02',4680,'2024-03-05'),
('I-24-02',707,'2024-07-08',3850,NULL),('I-24-03',708,'2024-03-01',126,'2024-03-20'),('I-24-04',709,'2024-04-15',731,'2024-05-02'),
('I-24-05',711,'2024-10-05',1250,NULL),('I-25-01',713,'2025-02-10',1440,NULL);
INSERT INTO prize VALUES
(1,'Golden Quill',2009,1,5000),(2,'Bridge Award',2014,3,3000),(3,'Golden Quill',2018,2,5000),(4,'Young Voice',2022,8,1500),
(5,'Bridge Award',2023,3,3500),(6,'Golden Quill',2024,6,6000),(7,'Medal of Honour',2011,9,NULL);
